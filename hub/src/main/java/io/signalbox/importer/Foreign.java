package io.signalbox.importer;

/** Something that is right in another system, and that has no equal in the language. */
final class Foreign extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Foreign(String why) {
        super(why);
    }
}

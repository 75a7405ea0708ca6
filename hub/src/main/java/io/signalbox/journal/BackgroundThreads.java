package io.signalbox.journal;

/**
 * Threads that nobody waits for: they give way to others on a busy processor, if the JVM was told to
 * hand priorities to the system (docs/decisions/0073). They must not hold for long what others need.
 */
@SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it but how soon others get their turn.
public final class BackgroundThreads {
    private BackgroundThreads() {}

    public static Thread.Builder.OfPlatform named(String name) {
        return Thread.ofPlatform().daemon().priority(Thread.MIN_PRIORITY).name(name);
    }

    /** Makes one of a thread that has not begun. */
    static void add(Thread thread) {
        thread.setPriority(Thread.MIN_PRIORITY);
    }
}

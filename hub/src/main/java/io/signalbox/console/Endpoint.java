package io.signalbox.console;

/** Answers the requests of one method and path, on a virtual thread: it may block. */
interface Endpoint {
    /** Answers, or throws a {@link Problem}. */
    Answer answer(ApiRequest request);
}

package io.signalbox.history;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that go into the engine for those who ask: requests come on virtual threads, and as many
 * of them in native code as there are processors would hold up all others, health checks among them.
 * What is asked beyond that waits.
 */
final class EngineThreads {
    private static final int MOST = 2;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    EngineThreads() {
        threads = new ThreadPoolExecutor(
                MOST,
                MOST,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("history-read").factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Something to ask of the engine. */
    interface Call<T> {
        T make() throws SQLException;
    }

    /** Makes the call on one of the threads, and waits for it. */
    <T> T make(Call<T> call) throws SQLException, InterruptedException {
        Future<T> answer = threads.submit(call::make);
        try {
            return answer.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException failure -> throw failure;
                case RuntimeException fault -> throw fault;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}

package io.signalbox.history;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Threads that go into the engine for those who ask: requests come on virtual threads, and as many
 * of them in native code as there are processors would hold up all others, health checks among them.
 * What is asked beyond that waits.
 */
final class EngineThreads {
    private static final int MOST = 2;
    private static final int IDLE_SECONDS = 10;

    /** How often somebody who wants an end says so again. */
    private static final long LOOK_MILLIS = 100;

    private static final ThreadLocal<@Nullable Errand> AT_WORK = new ThreadLocal<>();

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

    /** What one of the threads does for somebody who may want it to end. */
    private static final class Errand {
        private @Nullable Statement statement;
        private boolean stopped;

        synchronized void runs(Statement now) throws SQLException {
            if (stopped) {
                throw new SQLException("nobody waits for it any more");
            }
            statement = now;
        }

        synchronized void stop() {
            stopped = true;
            Statement now = statement;
            if (now != null) {
                try {
                    now.cancel();
                } catch (SQLException e) {
                    // It has ended by itself.
                    statement = null;
                }
            }
        }
    }

    /** Something to ask of the engine. */
    interface Call<T> {
        T make() throws SQLException;
    }

    /**
     * Makes the call on one of the threads, and waits for it. Whoever waits and is interrupted ends
     * what it {@link #runs}, and gets no answer.
     */
    <T> T make(Call<T> call) throws SQLException, InterruptedException {
        Errand errand = new Errand();
        return await(threads.submit(() -> make(call, errand)), errand);
    }

    /** The same on a thread of its own, with room for deep trees. */
    static <T> T makeAlone(long stackBytes, Call<T> call)
            throws SQLException, InterruptedException {
        Errand errand = new Errand();
        FutureTask<T> task = new FutureTask<>(() -> make(call, errand));
        Thread thread = new Thread(null, task, "sql", stackBytes);
        thread.setDaemon(true);
        thread.start();
        return await(task, errand);
    }

    private static <T> T make(Call<T> call, Errand errand) throws SQLException {
        AT_WORK.set(errand);
        try {
            return call.make();
        } finally {
            AT_WORK.remove();
        }
    }

    /** Its end is waited for in any case, for it has a thread until then. */
    private static <T> T await(Future<T> answer, Errand errand)
            throws SQLException, InterruptedException {
        InterruptedException interrupted = null;
        while (true) {
            try {
                T found = answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (interrupted != null) {
                    throw interrupted;
                }
                return found;
            } catch (TimeoutException e) {
                if (interrupted != null) {
                    errand.stop();
                }
            } catch (InterruptedException e) {
                interrupted = e;
                errand.stop();
            } catch (ExecutionException e) {
                if (interrupted != null) {
                    throw interrupted;
                }
                switch (e.getCause()) {
                    case SQLException failure -> throw failure;
                    case RuntimeException fault -> throw fault;
                    case null, default -> throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Says what is run on this thread from now on, so that it can be ended. */
    static void runs(Statement statement) throws SQLException {
        Errand errand = AT_WORK.get();
        if (errand != null) {
            errand.runs(statement);
        }
    }
}

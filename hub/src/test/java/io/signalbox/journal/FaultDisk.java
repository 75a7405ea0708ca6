package io.signalbox.journal;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/**
 * A disk in memory that writes down what is done to it, so that {@link #afterCrash} can say what a
 * power failure at any moment may leave; and that fails a chosen call. What is not synced may
 * survive or not, each sector for itself, each folder entry for itself.
 */
final class FaultDisk implements Disk {
    static final int SECTOR = 512;

    /** Thousands of crashes would each be logged; kept here because loggers are held weakly. */
    private static final Logger QUIET = Logger.getLogger("io.signalbox.journal");

    static {
        QUIET.setLevel(Level.OFF);
    }

    /** Whether the sector of a write, counted from the file's beginning, or other step survives. */
    interface Survival {
        boolean keeps(int step, int sector);
    }

    private sealed interface Step {}

    private record Write(int file, long position, byte[] bytes) implements Step {}

    private record Truncate(int file, long size) implements Step {}

    private record Force(int file) implements Step {}

    /** The sync failed, and the system forgets that there was something to write. */
    private record FailedForce(int file) implements Step {}

    private record Link(String removed, String name, int file) implements Step {}

    private record Unlink(String name) implements Step {}

    private record SyncFolder() implements Step {}

    private final Map<String, Integer> startNames;
    private final Map<Integer, byte[]> startFiles;
    private final Map<String, Integer> names;
    private final Map<Integer, byte[]> files;
    private final List<Step> steps = new ArrayList<>();
    private int nextFile;
    private int changes;
    private int failAt = Integer.MAX_VALUE;
    private int fullAt = Integer.MAX_VALUE;
    private String failure = "";
    private String unreadable = "";
    private boolean locked;
    private Runnable beforeForce = () -> {};

    FaultDisk() {
        this(Map.of(), Map.of());
    }

    private FaultDisk(Map<String, Integer> names, Map<Integer, byte[]> files) {
        this.startNames = Map.copyOf(names);
        this.startFiles = Map.copyOf(files);
        this.names = new TreeMap<>(names);
        this.files = new HashMap<>(files);
        this.nextFile = IntStream.concat(
                        names.values().stream().mapToInt(f -> f),
                        files.keySet().stream().mapToInt(f -> f))
                .map(f -> f + 1)
                .max()
                .orElse(0);
    }

    /** Lets the n-th change from now on fail, counted from 1, and all after it succeed. */
    synchronized void failChange(int n, String message) {
        failAt = changes + n;
        failure = message;
    }

    /** From now on the system finds no bytes where this file lies on the disk. */
    synchronized void failReads(String name) {
        unreadable = name;
    }

    /** From the n-th change after this one on no file can grow; 0 for no end of room. */
    synchronized void fullAfter(int n) {
        fullAt = n == 0 ? Integer.MAX_VALUE : changes + n;
    }

    /** Runs before each sync of a file, on the thread that syncs. */
    void beforeForce(Runnable task) {
        beforeForce = task;
    }

    /** How many steps were taken; a crash may come between any two. */
    synchronized int steps() {
        return steps.size();
    }

    /** Changes tried, failed ones too. */
    synchronized int changes() {
        return changes;
    }

    /** The same bytes under the same names, as another process of a living system sees them. */
    synchronized FaultDisk restarted() {
        return new FaultDisk(names, files);
    }

    synchronized byte[] content(String name) {
        return Objects.requireNonNull(files.get(names.get(name))).clone();
    }

    /** Like {@link #restarted} with another content of one file. */
    synchronized FaultDisk with(String name, byte[] content) {
        FaultDisk copy = restarted();
        int file = copy.nextFile++;
        copy.names.put(name, file);
        copy.files.put(file, content);
        return new FaultDisk(copy.names, copy.files);
    }

    synchronized FaultDisk without(String name) {
        Map<String, Integer> rest = new TreeMap<>(names);
        rest.remove(name);
        return new FaultDisk(rest, files);
    }

    /**
     * This disk's durable bytes under the page cache of another that lived on it: reading shows
     * the cache, a power failure shows what is here.
     */
    synchronized FaultDisk withViewOf(FaultDisk cache) {
        FaultDisk copy = new FaultDisk(startNames, startFiles);
        copy.names.clear();
        copy.names.putAll(cache.names);
        copy.files.clear();
        copy.files.putAll(cache.files);
        copy.nextFile = cache.nextFile;
        return copy;
    }

    /** What a power failure after this many steps leaves. */
    synchronized FaultDisk afterCrash(int count, Survival survival) {
        Map<String, Integer> durableNames = new TreeMap<>(startNames);
        Map<Integer, byte[]> durableFiles = new HashMap<>(startFiles);
        List<Integer> pending = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            switch (steps.get(i)) {
                case Force force -> settle(pending, durableFiles, fileOf(force));
                case SyncFolder _ -> settleFolder(pending, durableNames);
                case FailedForce failed ->
                    pending.removeIf(p -> fileOf(steps.get(p)) == failed.file);
                case Write _, Truncate _, Link _, Unlink _ -> pending.add(i);
            }
        }
        for (int step : pending) {
            apply(steps.get(step), durableNames, durableFiles, step, survival);
        }
        return new FaultDisk(durableNames, durableFiles);
    }

    private void settle(List<Integer> pending, Map<Integer, byte[]> durable, int file) {
        for (int step : pending) {
            if (fileOf(steps.get(step)) == file) {
                apply(steps.get(step), Map.of(), durable, step, (s, sector) -> true);
            }
        }
        pending.removeIf(step -> fileOf(steps.get(step)) == file);
    }

    private void settleFolder(List<Integer> pending, Map<String, Integer> durable) {
        for (int step : pending) {
            if (fileOf(steps.get(step)) < 0) {
                apply(steps.get(step), durable, Map.of(), step, (s, sector) -> true);
            }
        }
        pending.removeIf(step -> fileOf(steps.get(step)) < 0);
    }

    private static int fileOf(Step step) {
        return switch (step) {
            case Write write -> write.file;
            case Truncate truncate -> truncate.file;
            case Force force -> force.file;
            case FailedForce failed -> failed.file;
            case Link _, Unlink _, SyncFolder _ -> -1;
        };
    }

    private static void apply(
            Step step,
            Map<String, Integer> names,
            Map<Integer, byte[]> files,
            int number,
            Survival survival) {
        switch (step) {
            case Write write -> applyWrite(write, files, number, survival);
            case Truncate truncate -> {
                if (survival.keeps(number, 0)) {
                    byte[] old = files.getOrDefault(truncate.file, new byte[0]);
                    files.put(truncate.file, Arrays.copyOf(old, (int) truncate.size));
                }
            }
            case Link link -> {
                if (survival.keeps(number, 0)) {
                    names.remove(link.removed);
                    names.put(link.name, link.file);
                }
            }
            case Unlink unlink -> {
                if (survival.keeps(number, 0)) {
                    names.remove(unlink.name);
                }
            }
            case Force _, FailedForce _, SyncFolder _ -> {}
        }
    }

    private static void applyWrite(
            Write write, Map<Integer, byte[]> files, int number, Survival survival) {
        byte[] content = files.getOrDefault(write.file, new byte[0]).clone();
        int from = (int) write.position;
        int end = from + write.bytes.length;
        for (int at = from; at < end; ) {
            int sector = at / SECTOR;
            int stop = Math.min(end, (sector + 1) * SECTOR);
            if (survival.keeps(number, sector)) {
                if (content.length < stop) {
                    content = Arrays.copyOf(content, stop);
                }
                System.arraycopy(write.bytes, at - from, content, at, stop - at);
            }
            at = stop;
        }
        files.put(write.file, content);
    }

    /** Counts a change; true when it must fail. */
    private boolean fails() {
        changes++;
        return changes == failAt;
    }

    private void change(Step step) throws IOException {
        if (fails()) {
            throw new IOException(failure);
        }
        steps.add(step);
        apply(step, names, files, steps.size(), (s, sector) -> true);
    }

    /** The names of the segments, oldest first. */
    synchronized List<String> segments() {
        return names.keySet().stream().filter(SegmentHeader::isFileName).toList();
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        if (changes + 1 >= fullAt) {
            changes++;
            throw new DiskFull(new IOException("No space left on device"));
        }
        int file = nextFile++;
        change(new Link("", name, file));
        files.put(file, new byte[0]);
        return new MemoryFile(file);
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        Integer file = names.get(name);
        if (file == null) {
            throw new FileNotFoundException(name);
        }
        files.putIfAbsent(file, new byte[0]);
        return new MemoryFile(file);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        Integer file = names.get(from);
        if (file == null) {
            throw new FileNotFoundException(from);
        }
        change(new Link(from, to, file));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        change(new Unlink(name));
    }

    @Override
    public synchronized void sync() throws IOException {
        change(new SyncFolder());
    }

    @Override
    public synchronized Closeable lock() {
        if (locked) {
            throw new JournalLocked("lock", "1");
        }
        locked = true;
        return this::unlock;
    }

    private synchronized void unlock() {
        locked = false;
    }

    @Override
    public String path(String name) {
        return "disk/" + name;
    }

    private final class MemoryFile implements DiskFile {
        private final int file;

        MemoryFile(int file) {
            this.file = file;
        }

        private byte[] bytes() {
            return files.getOrDefault(file, new byte[0]);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (FaultDisk.this) {
                if (Objects.equals(names.get(unreadable), file)) {
                    throw new IOException("Input/output error");
                }
                byte[] bytes = bytes();
                if (position >= bytes.length) {
                    return -1;
                }
                int length = (int) Math.min(into.remaining(), bytes.length - position);
                into.put(bytes, (int) position, length);
                return length;
            }
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            synchronized (FaultDisk.this) {
                if (fails()) {
                    byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
                    Step step = new Write(file, position, half);
                    steps.add(step);
                    apply(step, names, files, 0, (s, sector) -> true);
                    throw new IOException(failure);
                }
                boolean grows = position + bytes.length > bytes().length;
                boolean fits = !grows || changes < fullAt;
                byte[] taken = fits ? bytes : Arrays.copyOf(bytes, bytes.length / 2);
                Step step = new Write(file, position, taken);
                steps.add(step);
                apply(step, names, files, 0, (s, sector) -> true);
                if (!fits) {
                    throw new DiskFull(new IOException("No space left on device"));
                }
            }
        }

        @Override
        public void force() throws IOException {
            beforeForce.run();
            synchronized (FaultDisk.this) {
                if (fails()) {
                    steps.add(new FailedForce(file));
                    throw new IOException(failure);
                }
                steps.add(new Force(file));
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FaultDisk.this) {
                if (size < bytes().length) {
                    change(new Truncate(file, size));
                }
            }
        }

        @Override
        public long size() {
            synchronized (FaultDisk.this) {
                return bytes().length;
            }
        }

        @Override
        public void close() {}
    }
}

package io.signalbox.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A folder of the file system. */
public final class FileDisk implements Disk {
    private static final String LOCK = "lock";

    /**
     * Folders locked by this process. A POSIX lock does not keep out its own process, and falls
     * when the process closes any other descriptor of the file: so the file is not even opened.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** A disk with less than this beside what was to be written counts as full. */
    private static final long ROOM_BYTES = 64 << 10;

    private final Path folder;
    private final FileStore store;

    /** Opens the folder and makes it if need be, so that it outlives a power failure. */
    public FileDisk(Path folder) throws IOException {
        createFolder(folder.toAbsolutePath());
        this.folder = folder;
        this.store = Files.getFileStore(folder);
    }

    private static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent == null) {
            throw new IOException("there is no folder " + folder);
        }
        createFolder(parent);
        Files.createDirectories(folder);
        syncFolder(parent);
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        try {
            FileChannel channel = FileChannel.open(
                    folder.resolve(name),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            return new ChannelFile(channel, this);
        } catch (IOException e) {
            throw hasRoom(0) ? e : new DiskFull(e);
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new ChannelFile(channel, this);
    }

    /** The system's words for it depend on its language, so the file system is asked. */
    private boolean hasRoom(long bytes) throws IOException {
        return store.getUsableSpace() > bytes + ROOM_BYTES;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        syncFolder(folder);
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Closeable lock() throws IOException {
        Path key = folder.toRealPath();
        String pid = Long.toString(ProcessHandle.current().pid());
        if (!HELD.add(key)) {
            throw new JournalLocked(path(LOCK), pid);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    folder.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new JournalLocked(path(LOCK), readPid(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            HELD.remove(key);
            throw e;
        }
        Closeable held = channel;
        return () -> {
            held.close();
            HELD.remove(key);
        };
    }

    private static String readPid(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    }

    @Override
    public String path(String name) {
        return folder.resolve(name).toString();
    }

    private record ChannelFile(FileChannel channel, FileDisk disk) implements DiskFile {
        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            long at = position;
            try {
                while (from.hasRemaining()) {
                    at += channel.write(from, at);
                }
            } catch (IOException e) {
                throw disk.hasRoom(from.remaining()) ? e : new DiskFull(e);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

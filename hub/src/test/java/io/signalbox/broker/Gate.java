package io.signalbox.broker;

import io.signalbox.journal.Disk;
import io.signalbox.journal.DiskFile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Lets the journal's thread write when the test says so: what other threads see of it then does not
 * depend on how fast it is.
 */
final class Gate {
    private boolean open;
    private boolean waited;

    synchronized void open() {
        open = true;
        notifyAll();
    }

    synchronized void close() {
        open = false;
        waited = false;
    }

    /** Returns when the journal's thread is here, with all that it took before. */
    synchronized void await() throws InterruptedException {
        while (!waited) {
            wait();
        }
    }

    private synchronized void pass() throws IOException {
        while (!open && Thread.currentThread().getName().equals("journal")) {
            waited = true;
            notifyAll();
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("nobody opened the gate");
            }
        }
    }

    /** The same disk behind this gate. */
    Disk before(Disk disk) {
        return new GatedDisk(disk);
    }

    private final class GatedDisk implements Disk {
        private final Disk disk;

        GatedDisk(Disk disk) {
            this.disk = disk;
        }

        @Override
        public List<String> list() throws IOException {
            return disk.list();
        }

        @Override
        public DiskFile create(String name) throws IOException {
            return new GatedFile(disk.create(name));
        }

        @Override
        public DiskFile open(String name) throws IOException {
            return new GatedFile(disk.open(name));
        }

        @Override
        public void rename(String from, String to) throws IOException {
            disk.rename(from, to);
        }

        @Override
        public void delete(String name) throws IOException {
            disk.delete(name);
        }

        @Override
        public void sync() throws IOException {
            disk.sync();
        }

        @Override
        public Closeable lock() throws IOException {
            return disk.lock();
        }

        @Override
        public String path(String name) {
            return disk.path(name);
        }
    }

    private final class GatedFile implements DiskFile {
        private final DiskFile file;

        GatedFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            pass();
            file.write(from, position);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

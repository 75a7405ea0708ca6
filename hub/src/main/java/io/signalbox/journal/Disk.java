package io.signalbox.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One folder of files: the only way in which journal and snapshots touch a disk. Handed in, so that
 * a test can lose what was not synced, tear sectors and fail any call.
 */
public interface Disk {
    /** The names of the files in this folder, in no particular order. */
    List<String> list() throws IOException;

    /** Makes an empty file; one of that name must not exist. */
    DiskFile create(String name) throws IOException;

    /** Opens an existing file for reading and writing, independent of others open on it. */
    DiskFile open(String name) throws IOException;

    /** Gives a file another name, in one step; a file that had that name is gone. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Makes creations, renames and deletions up to now outlive a power failure. */
    void sync() throws IOException;

    /**
     * Takes this folder for this process until the result is closed or the process ends.
     *
     * @throws JournalLocked when another journal has it
     */
    Closeable lock() throws IOException;

    /** The file's name as an operator finds it, for messages. */
    String path(String name);
}

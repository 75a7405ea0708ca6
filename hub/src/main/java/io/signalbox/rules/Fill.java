package io.signalbox.rules;

/** How full a window is, for the answer to why it says nothing. Belongs to the fold's thread. */
interface Fill {
    /** What is missing, as it was when last looked at; empty if nothing is. */
    String lack(int row);
}

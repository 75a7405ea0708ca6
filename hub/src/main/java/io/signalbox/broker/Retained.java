package io.signalbox.broker;

import io.signalbox.message.Message;

/**
 * The retained message of a topic.
 *
 * @param sequence its journal record
 * @param filters the filters named there: sessions with one of these got it as a message, or will
 */
record Retained(long sequence, Message message, int[] filters) {
    boolean names(int filterId) {
        for (int id : filters) {
            if (id == filterId) {
                return true;
            }
        }
        return false;
    }
}

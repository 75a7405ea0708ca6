package io.signalbox.config;

/**
 * What is wrong in the configuration, and where.
 *
 * @param place {@code file:line:column}, the name of an environment variable, or a flag
 */
public record Finding(String place, String message) {
    @Override
    public String toString() {
        return place + ": error: " + message;
    }
}

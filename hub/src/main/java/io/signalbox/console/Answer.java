package io.signalbox.console;

import io.signalbox.payload.JsonWriter;

/** What an endpoint says: a status and one JSON object. */
record Answer(int status, JsonWriter body) {
    static Answer ok(JsonWriter body) {
        return new Answer(200, body);
    }
}

package io.signalbox.mqtt.codec;

/** One MQTT control packet. */
public sealed interface Packet extends Decoded
        permits Connect,
                ConnAck,
                Publish,
                PubAck,
                PubRec,
                PubRel,
                PubComp,
                Subscribe,
                SubAck,
                Unsubscribe,
                UnsubAck,
                PingReq,
                PingResp,
                Disconnect,
                Auth {
    PacketType type();
}

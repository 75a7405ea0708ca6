package io.signalbox.device;

import io.signalbox.language.DeviceType;
import io.signalbox.language.MappedMessage;
import io.signalbox.language.MappingTable;
import io.signalbox.message.Message;
import io.signalbox.payload.DecodeFailure;
import io.signalbox.payload.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes in messages of foreign layouts, as the mappings that match their topics read them.
 *
 * <p>Of a device with a type only mappings for this type count. One without a type is read by all
 * of them; if two give the same point, the first in the order of the files does. The mapping's type
 * then judges the values, but rules look at registered devices alone: a topic is no proof that
 * somebody wants a machine to be driven.
 */
final class MappedIntake {
    private static final Arrival NOTHING = new Arrival.Nothing();

    private final DeviceRegistry registry;

    MappedIntake(DeviceRegistry registry) {
        this.registry = registry;
    }

    /**
     * Takes a message that matches; a check sees to it that all matches are of one device.
     *
     * @param own true if the message can be read without a mapping as well
     * @return null if none of the mappings is for this device and it is to be read without
     */
    @Nullable
    Arrival take(List<MappingTable.Match> matches, Message message, long sequence, boolean own) {
        String id = matches.getFirst().device();
        if (!DeviceChange.isId(id)) {
            registry.counters().dropped(Refusal.BAD_DEVICE);
            return NOTHING;
        }
        Optional<Device> known = registry.find(id);
        Optional<String> type = known.flatMap(Device::typeName);
        List<MappingTable.Match> fitting = matches.stream()
                .filter(m -> type.isEmpty() || m.mapping().type().name().equals(type.get()))
                .toList();
        if (fitting.isEmpty()) {
            return own ? null : ofOtherType(known.orElseThrow(), matches, message, sequence);
        }
        if (known.isPresent()) {
            Device device = registry.heard(id, message.receivedMillis(), sequence);
            return registry.admits(device, message)
                    ? taken(
                            device,
                            fitting,
                            read(fitting, message),
                            message.receivedMillis(),
                            sequence)
                    : NOTHING;
        }
        List<MappedMessage> told = read(fitting, message);
        if (told.stream().allMatch(MappedIntake::isSilent)) {
            return NOTHING;
        }
        Device device = registry.heard(id, message.receivedMillis(), sequence);
        return registry.admits(device, message)
                ? taken(device, fitting, told, message.receivedMillis(), sequence)
                : NOTHING;
    }

    private static List<MappedMessage> read(List<MappingTable.Match> matches, Message message) {
        return matches.stream()
                .map(m -> m.read(message.payload(), message.receivedMillis()))
                .toList();
    }

    /** A message in which nothing of interest stands makes no device of its sender. */
    private static boolean isSilent(MappedMessage message) {
        return message.failure() == null
                && message.values().isEmpty()
                && message.refusals().isEmpty();
    }

    private Arrival ofOtherType(
            Device device, List<MappingTable.Match> matches, Message message, long sequence) {
        String mappings = matches.stream()
                .map(m ->
                        "'" + m.mapping().name() + "' for " + m.mapping().type().name())
                .collect(Collectors.joining(", "));
        DecodeFailure failure = new DecodeFailure(
                Refusal.OTHER_TYPE,
                0,
                "expected a device of the type of a mapping (" + mappings + "), found one of type "
                        + device.typeName().orElse("none"));
        device.heard(message.receivedMillis(), sequence);
        drop(device, failure, message.receivedMillis());
        return NOTHING;
    }

    private Arrival taken(
            Device device,
            List<MappingTable.Match> matches,
            List<MappedMessage> messages,
            long received,
            long sequence) {
        DecodeFailure failure = messages.getFirst().failure();
        boolean decoded = messages.stream().anyMatch(m -> m.failure() == null);
        if (!decoded && failure != null) {
            drop(device, failure, received);
            return NOTHING;
        }
        device.intake().decoded();
        registry.counters().decoded();
        Gathering gathering = new Gathering(registry, device, received, sequence);
        Set<String> given = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            MappedMessage message = messages.get(i);
            Optional<DeviceType> type = Optional.of(matches.get(i).mapping().type());
            message.refusals().forEach(refusal -> refuse(device, refusal, received));
            List<MappedMessage.Told> first = message.values().stream()
                    .filter(told -> !given.contains(told.point().name()))
                    .toList();
            for (MappedMessage.Told told : first) {
                given.add(told.point().name());
                gathering.add(
                        type,
                        told.point().name(),
                        told.value(),
                        told.eventMillis(),
                        told.hasBadTime());
            }
        }
        return gathering.arrival();
    }

    private void refuse(Device device, DecodeFailure refusal, long received) {
        device.failed(refusal, received);
        device.intake().refused(refusal.reason());
        registry.counters().refused(refusal.reason());
    }

    private void drop(Device device, DecodeFailure failure, long received) {
        device.failed(failure, received);
        device.intake().dropped(failure.reason());
        registry.counters().dropped(failure.reason());
    }
}

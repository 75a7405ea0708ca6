package io.signalbox.device;

import java.util.List;
import java.util.Optional;

/**
 * Devices that were looked for, by id.
 *
 * @param devices each as it was at one moment; the page as a whole is not of one
 * @param next the id behind which to go on; empty if these were the last ones
 * @param hints what may have been meant, if nothing was found
 */
public record DevicePage(List<DeviceView> devices, Optional<String> next, List<String> hints) {
    public DevicePage {
        devices = List.copyOf(devices);
        hints = List.copyOf(hints);
    }
}

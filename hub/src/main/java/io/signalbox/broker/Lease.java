package io.signalbox.broker;

import io.signalbox.message.Qos;

/**
 * A message of a group that one member has to deal with.
 *
 * @param filterId the group's filter
 * @param clientId the member
 * @param sequence the LEASE record
 * @param from the PUBLISH record of the message
 */
record Lease(int filterId, String clientId, long sequence, long from, Qos qos) {}

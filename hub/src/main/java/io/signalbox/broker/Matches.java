package io.signalbox.broker;

/**
 * Which filters a topic matches, as of one version of the {@link TopicTree}.
 *
 * @param ids the filters' numbers
 * @param wanted the folds want messages of this topic, of whatever quality of service
 */
@SuppressWarnings("ArrayRecordComponent")
record Matches(long version, Filter[] filters, int[] ids, boolean wanted) {}

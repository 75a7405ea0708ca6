"""Runs both suites of Eclipse Paho against a port and prints a table; scenarios/paho calls it.

The suites are imported rather than started: started, client_test.py hands its own -h and -p on to
unittest, which takes -h for "help" and runs nothing.
"""

import contextlib
import importlib
import io
import logging
import sys
import time
import unittest

# What a hub without access rules cannot show, and why.
NOT_APPLICABLE = {
    # The suite says itself that it does not apply where clients cannot publish to $-topics. Here
    # a client of 3.1.1 that does is disconnected: PUBACK has no refusal [MQTT-3.3.5-2].
    ("MQTT 3.1.1", "test_dollar_topics"): "publishes to a $-topic; those are the hub's own",
    ("MQTT 3.1.1", "test_subscribe_failure"): "wants a filter forbidden to the client",
    ("MQTT 5", "test_subscribe_failure"): "wants a filter forbidden to the client",
}
TOPICS = ("TopicA", "TopicA/B", "Topic/C", "TopicA/C", "/TopicA")
WILD_TOPICS = ("TopicA/+", "+/C", "#", "/#", "/+", "+/+", "TopicA/#")


class Table(unittest.TestResult):
    """One line for each test as it ends."""

    def __init__(self, version, out):
        super().__init__()
        self.version, self.out = version, out
        self.counts = {}
        self.begun = time.monotonic()

    def startTest(self, test):
        super().startTest(test)
        self.begun = time.monotonic()

    def line(self, test, outcome, text=""):
        self.counts[outcome] = self.counts.get(outcome, 0) + 1
        name = getattr(test, "_testMethodName", str(test))
        seconds = time.monotonic() - self.begun
        print(f"{self.version:11} {name:32} {seconds:6.1f} s  {outcome:14} {text}".rstrip(),
              file=self.out, flush=True)

    def addSuccess(self, test):
        self.line(test, "passed")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.line(test, "FAILED")

    def addError(self, test, err):
        super().addError(test, err)
        self.line(test, "FAILED")

    def addSkip(self, test, reason):
        self.line(test, "not applicable", reason)


def awaits_both_subscriptions(module):
    """Makes test_request_response wait for the SUBACK of its second client, too.

    It waits for that of the first one twice. What a broker gives to a subscription that it has not
    acknowledged yet is up to it, and one that syncs a disk in between may well give nothing.
    """
    original = module.Test.test_request_response

    def test_request_response(self):
        subscribe = module.bclient.subscribe

        def subscribe_and_wait(*arguments, **named):
            subscribe(*arguments, **named)
            self.waitfor(module.callback2.subscribeds, 1, 3)

        module.bclient.subscribe = subscribe_and_wait
        try:
            original(self)
        finally:
            del module.bclient.subscribe

    module.Test.test_request_response = test_request_response


def run(module_name, version, prefix, port, out):
    """Runs one suite and returns how many tests had which outcome."""
    module = importlib.import_module(module_name)
    module.host, module.port = "127.0.0.1", port
    module.topic_prefix = prefix
    module.topics = tuple(prefix + topic for topic in TOPICS)
    module.wildtopics = tuple(prefix + topic for topic in WILD_TOPICS)
    module.nosubscribe_topics = ("test/nosubscribe",)
    for (where, name), reason in NOT_APPLICABLE.items():
        if where == version:
            setattr(module.Test, name, unittest.skip(reason)(getattr(module.Test, name)))
    if hasattr(module.Test, "test_request_response"):
        awaits_both_subscriptions(module)
    table = Table(version, out)
    talk = io.StringIO()
    with contextlib.redirect_stdout(talk), contextlib.redirect_stderr(talk):
        unittest.defaultTestLoader.loadTestsFromTestCase(module.Test).run(table)
    if table.counts.get("FAILED"):
        for _, trace in table.failures + table.errors:
            print(trace, file=out)
        print(talk.getvalue(), file=out)
    return table.counts


def main():
    folder, port = sys.argv[1], int(sys.argv[2])
    sys.path.insert(0, folder)
    logging.getLogger().setLevel(logging.CRITICAL)
    out = sys.stdout
    total = {}
    for module, version, prefix in (
            ("client_test", "MQTT 3.1.1", ""), ("client_test5", "MQTT 5", "client_test5/")):
        for outcome, count in run(module, version, prefix, port, out).items():
            total[outcome] = total.get(outcome, 0) + count
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(total.items())))
    return 1 if total.get("FAILED") or not total.get("passed") else 0


if __name__ == "__main__":
    sys.exit(main())

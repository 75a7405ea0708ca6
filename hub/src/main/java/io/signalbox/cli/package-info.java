/** The command line: starts the hub, and speaks to a running one over its HTTP API. */
@NullMarked
package io.signalbox.cli;

import org.jspecify.annotations.NullMarked;

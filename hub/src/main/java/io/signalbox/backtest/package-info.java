/** What rules would have done: the decisions of the hub, made again over what was recorded. */
@org.jspecify.annotations.NullMarked
package io.signalbox.backtest;

/** The configuration: flags, environment, a TOML file, defaults; checked before anything starts. */
@NullMarked
package io.signalbox.config;

import org.jspecify.annotations.NullMarked;

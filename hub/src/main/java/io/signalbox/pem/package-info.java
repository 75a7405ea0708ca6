/** Certificates and private keys from files. */
@NullMarked
package io.signalbox.pem;

import org.jspecify.annotations.NullMarked;

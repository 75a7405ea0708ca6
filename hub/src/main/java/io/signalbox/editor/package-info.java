/**
 * The language server: what any editor that speaks the Language Server Protocol shows of files of
 * the language while they are written.
 */
@NullMarked
package io.signalbox.editor;

import org.jspecify.annotations.NullMarked;

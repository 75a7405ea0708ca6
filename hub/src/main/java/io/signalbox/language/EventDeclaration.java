package io.signalbox.language;

/** What a type says that may happen to its devices; the title is empty if none was written. */
record EventDeclaration(Syntax.Name name, String title) {}

package io.signalbox.rules;

import io.signalbox.language.Operand;

import org.jspecify.annotations.Nullable;

/** A whole number of 64 bits; means something while the number beside it is known. */
interface WholeNumber {
    long at(int row);

    /** The operand as a whole number, of which a double is but the nearest; null if it is none. */
    static @Nullable WholeNumber of(Operand operand, ConditionCompiler conditions) {
        if (operand instanceof Operand.Reported reported) {
            Column column = conditions.column(reported.point());
            return column.isOfWhole() ? column::exact : null;
        }
        if (operand instanceof Operand.Constant constant
                && constant.value() == Math.rint(constant.value())) {
            long number = (long) constant.value();
            return row -> number;
        }
        return null;
    }
}

package io.signalbox.rules;

/** A division, which knows whether it was one by zero: that is unknown, and the author wants to hear why. */
final class Quotient implements Reckoning, Fill {
    private final Reckoning dividend;
    private final Reckoning divisor;

    /** Of the row that was looked at last, which is the one that is asked about. */
    private boolean byZero;

    Quotient(Reckoning dividend, Reckoning divisor) {
        this.dividend = dividend;
        this.divisor = divisor;
    }

    @Override
    public double at(int row, Moment moment) {
        double by = divisor.at(row, moment);
        byZero = by == 0;
        return OperandCompiler.finite(dividend.at(row, moment) / by);
    }

    @Override
    public String lack(int row) {
        return byZero ? "it divides by 0" : "";
    }
}

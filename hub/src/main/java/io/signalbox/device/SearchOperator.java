package io.signalbox.device;

/** How a search compares. */
enum SearchOperator {
    /** {@code :}: has these letters in it; the same, for what is a number or a yes or no. */
    HAS(":"),
    EQUAL("="),
    UNEQUAL("!="),
    LESS_OR_EQUAL("<="),
    LESS("<"),
    MORE_OR_EQUAL(">="),
    MORE(">");

    private final String sign;

    SearchOperator(String sign) {
        this.sign = sign;
    }

    String sign() {
        return sign;
    }

    /** Less or more, with or without equal. */
    boolean isOrder() {
        return switch (this) {
            case HAS, EQUAL, UNEQUAL -> false;
            case LESS, LESS_OR_EQUAL, MORE, MORE_OR_EQUAL -> true;
        };
    }

    boolean holds(double found, double wanted) {
        return switch (this) {
            case HAS, EQUAL -> found == wanted;
            case UNEQUAL -> found != wanted;
            case LESS -> found < wanted;
            case LESS_OR_EQUAL -> found <= wanted;
            case MORE -> found > wanted;
            case MORE_OR_EQUAL -> found >= wanted;
        };
    }
}

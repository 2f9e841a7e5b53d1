package io.github.openrouterproxy.exchange;

/** One header line; the name keeps the spelling it was sent with, the value is ISO-8859-1 text without its line end. */
public record Header(String name, String value) {
    public boolean is(String otherName) {
        return name.equalsIgnoreCase(otherName);
    }
}

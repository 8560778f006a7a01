package dev.atmar.settings;

/** A setting that cannot be used; the message begins with the key's full name, e.g. {@code relay.port}. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Where below the record that found it; empty when the key is the record itself. */
    private final String key;

    private final String complaint;

    /**
     * @param key the key, as far as it is known where the fault was found
     * @param complaint what is wrong and what was expected, without the key
     */
    public SettingsException(String key, String complaint) {
        super(key + ": " + complaint);
        this.key = key;
        this.complaint = complaint;
    }

    /** The same complaint, its key seen from one level further up. */
    SettingsException under(String parent) {
        return parent.isEmpty() ? this : new SettingsException(parent + "." + key, complaint);
    }
}

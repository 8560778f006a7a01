package dev.atmar.settings;

/** Everything that can be set, section by section; see {@code conf/atmar.json} for every key with its default. */
public record Settings(RelaySettings relay, LabSettings lab, LoadSettings load, SimulatorSettings simulator) {
    /**
     * @throws SettingsException when a section is null
     */
    public Settings {
        Check.present("relay", relay, "an object");
        Check.present("lab", lab, "an object");
        Check.present("load", load, "an object");
        Check.present("simulator", simulator, "an object");
    }
}

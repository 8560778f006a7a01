package dev.atmar.cli;

import dev.atmar.settings.BaseUrl;
import dev.atmar.settings.SettingsException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option that is a base URL. */
final class BaseUrls implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        try {
            return BaseUrl.check("value", text);
        } catch (SettingsException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}

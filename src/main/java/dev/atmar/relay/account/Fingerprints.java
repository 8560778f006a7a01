package dev.atmar.relay.account;

import dev.atmar.http.WebAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells keys apart without keeping them: HMAC-SHA256 (RFC 2104) of address and key, under a salt that is drawn at random
 * and kept nowhere, so that a fingerprint says nothing outside this process.
 */
final class Fingerprints {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec salt;

    Fingerprints() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        salt = new SecretKeySpec(random, ALGORITHM);
    }

    /** However the address was spelled: the scheme and the host without regard to case, and the port by its number. */
    String of(WebAddress address, String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(salt);
            byte[] both = (Origins.of(address) + address.uri() + '\0' + key).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(both));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}

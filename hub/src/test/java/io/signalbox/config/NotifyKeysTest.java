package io.signalbox.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

class NotifyKeysTest {
    @TempDir
    Path folder;

    private Notification load(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("hub.toml"), "[notify]\n" + text);
        return Configuration.load(file, Map.of(), Map.of()).hub().notification();
    }

    private void refuses(String text, String... parts) {
        assertThatExceptionOfType(ConfigError.class)
                .isThrownBy(() -> load(text))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void nobodyIsToldByDefault() throws Exception {
        Notification told = load("severity = \"info\"");
        assertThat(told.webhooks()).isEmpty();
        assertThat(told.mail()).isNull();
        assertThat(told.secret()).isEmpty();
        assertThat(told.severity()).isEqualTo(Notification.Severity.INFO);
    }

    @Test
    void secretsAreInFilesOfTheirOwn() throws Exception {
        byte[] key = new byte[32];
        Path secret = Files.writeString(
                folder.resolve("secret"),
                "whsec_" + Base64.getEncoder().encodeToString(key) + "\n");
        Path password = Files.writeString(folder.resolve("password"), "open sesame\n");
        Notification told = load("secret_file = \"" + secret + "\"\n"
                + "smtp = \"smtps://mail.example:465\"\nsmtp_user = \"hub\"\n"
                + "smtp_password_file = \"" + password + "\"\n"
                + "mail_from = \"hub@a.example\"\nmail_to = \"kim@a.example\"");
        assertThat(told.secret()).isEqualTo(key);
        Notification.Mail mail = told.mail();
        assertThat(Objects.requireNonNull(mail).password()).isEqualTo("open sesame");
    }

    @Test
    void aSecretThatIsNoneIsRefusedAndNotRepeated() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");
        assertThatExceptionOfType(ConfigError.class)
                .isThrownBy(() -> load("secret_file = \"" + secret + "\""))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("notify.secret_file: expected whsec_", "openssl rand")
                        .doesNotContain("hunter2"));
        refuses("secret_file = \"" + folder.resolve("none") + "\"", "a file that the hub may read");
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (String url : new String[] {
            "ftp://a.example",
            "pager",
            "https://",
            "https://u:p@a.example",
            "http://a.example#x",
            "http://a.example:99999",
            "http://a b",
            "file:///etc/passwd"
        }) {
            refuses("webhooks = \"" + url + "\"", "notify.webhooks: expected addresses such as");
        }
        for (String server : new String[] {
            "mail.example", "smtp://mail.example", "smtp://mail.example:25/x", "http://a.example:25"
        }) {
            refuses("smtp = \"" + server + "\"", "notify.smtp: expected a server such as");
        }
        for (String address :
                new String[] {"kim", "kim@", "@a.example", "a@b, c@d", "a@b\\r\\nBcc: c@d"}) {
            refuses("mail_from = \"" + address + "\"", "notify.mail_from: expected a mail address");
        }
    }

    @Test
    void mailNeedsAllOfItsParts() {
        refuses(
                "mail_to = \"kim@a.example\"",
                "expected notify.smtp with it, found none",
                "expected notify.mail_from with it, found none");
        refuses("smtp = \"smtp://a.example:25\"", "expected notify.mail_to with it, found none");
        refuses("smtp_user = \"hub\"", "expected notify.smtp_password_file with it, found none");
    }

    @Test
    void peopleHaveANameAndAddresses() throws Exception {
        Notification told = load("smtp = \"smtp://127.0.0.1:25\"\nmail_from = \"hub@a.example\"\n"
                + "people = \"shift lead: kim@a.example lee@a.example;"
                + " pager: https://pager.example/hook\"");
        assertThat(told.people()).hasSize(2);
        assertThat(told.people().getFirst().name()).isEqualTo("shift lead");
        assertThat(told.people().getFirst().mail())
                .containsExactlyInAnyOrder("kim@a.example", "lee@a.example");
        assertThat(told.people().getLast().webhooks()).hasSize(1);
        assertThat(Objects.requireNonNull(told.mail()).to()).isEmpty();
    }

    @Test
    void peopleWithoutAddressOrTwiceAreRefused() {
        refuses("people = \"kim@a.example\"", "notify.people: expected names with addresses");
        refuses("people = \"kim:\"", "notify.people: expected names with addresses");
        refuses("people = \"a: https://x.example; a: https://y.example\"", "each name once");
        refuses("people = \"everybody: https://x.example\"", "everybody is taken");
        refuses("people = \"kim: kim@a.example\"", "notify.people: expected notify.smtp with it");
    }
}

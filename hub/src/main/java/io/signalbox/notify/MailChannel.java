package io.signalbox.notify;

import io.signalbox.alarm.Notice;
import io.signalbox.config.Notification;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Properties;
import java.util.Set;

/**
 * Sends notices as mail, one to all receivers [RFC 5321]. The message id is made of the notice's, so
 * that a mail which is sent again can be told.
 */
final class MailChannel implements Channel {
    static final String NAME = "mail";

    private static final String TIMEOUT_MILLIS = "15000";

    private final String name;
    private final Notification.Mail config;
    private final Set<String> to;
    private final String hub;
    private final Session session;

    /** @param to who gets it */
    MailChannel(String name, Notification.Mail config, Set<String> to, String hub) {
        this.name = name;
        this.to = new LinkedHashSet<>(to);
        this.config = config;
        this.hub = hub;
        this.session = Session.getInstance(properties(config.server()));
    }

    private static Properties properties(URI server) {
        boolean tls = server.getScheme().equals("smtps");
        String protocol = tls ? "smtps" : "smtp";
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", protocol);
        String prefix = "mail." + protocol + ".";
        for (String kind : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            properties.setProperty(prefix + kind, TIMEOUT_MILLIS);
        }
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        if (server.getScheme().equals("smtp+tls")) {
            properties.setProperty(prefix + "starttls.enable", "true");
            properties.setProperty(prefix + "starttls.required", "true");
        }
        return properties;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome send(Notice notice) {
        URI server = config.server();
        String protocol = server.getScheme().equals("smtps") ? "smtps" : "smtp";
        try (Transport transport = session.getTransport(protocol)) {
            transport.connect(server.getHost(), server.getPort(), config.user(), config.password());
            MimeMessage message = message(notice);
            transport.sendMessage(message, message.getAllRecipients());
            return new Outcome.Arrived();
        } catch (SendFailedException e) {
            return refused(e);
        } catch (AuthenticationFailedException e) {
            return new Outcome.Later("the mail server wants another user or password", 0);
        } catch (MessagingException e) {
            return new Outcome.Later(reason(e), 0);
        }
    }

    /** 5xx is for ever, 4xx is for now [RFC 5321 4.2.1]. */
    private static Outcome refused(SendFailedException e) {
        String told = "the mail server refused it: " + reason(e);
        boolean forEver = reason(e).matches("(?s).*\\b5\\d\\d[ -].*");
        return forEver ? new Outcome.Never(told) : new Outcome.Later(told, 0);
    }

    private static String reason(MessagingException e) {
        Exception next = e.getNextException();
        String own = String.valueOf(e.getMessage()).strip();
        String more = next == null ? "" : String.valueOf(next.getMessage()).strip();
        return more.isEmpty() || own.contains(more) ? own : own + ": " + more;
    }

    private MimeMessage message(Notice notice) throws MessagingException {
        String id = "<notice-" + notice.id() + "." + hub + "@signalbox>";
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
        message.setFrom(new InternetAddress(config.from()));
        for (String receiver : to) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(receiver));
        }
        message.setSubject(NoticeText.subject(notice), StandardCharsets.UTF_8.name());
        message.setText(NoticeText.body(notice), StandardCharsets.UTF_8.name());
        message.setHeader(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.ofEpochMilli(notice.madeMillis()).atOffset(ZoneOffset.UTC)));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }
}

//! Corpus of mails, each with what must come of it.

use tests::{
    fixtures,
    mail::{Mail, NOTICES, base64, file, multipart, part},
};

/// Outcome that a mail must have.
pub(super) enum Expected {
    /// New participation at an entity.
    Taken(Taken),
    /// Accepted, and nothing comes of it.
    Ignored,
    /// Refused, with this reason.
    Rejected(&'static str),
}

/// Expected participation.
pub(super) struct Taken {
    pub(super) entity: &'static str,
    /// Texts that it contains.
    pub(super) says: Vec<String>,
    /// Names and media types of its attachments.
    pub(super) files: Vec<(&'static str, &'static str)>,
    /// `true` if its author is told that it came.
    pub(super) is_answered: bool,
    pub(super) language: &'static str,
}

/// Mail of the corpus.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) mail: Mail,
    pub(super) expected: Expected,
}

const RTA: &str = "rta@voice.example";
const PNG: (&str, &str) = ("gate.png", "image/png");
const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\r\n";
const MIXED: &str = "Content-Type: multipart/mixed; boundary=\"b\"\r\n";
const ARABIC: &str = "شكوى عن البوابة 4";
const WINDOWS: &[u8] = b"\xd4\xdf\xe6\xec \xda\xe4 \xc7\xe1\xc8\xe6\xc7\xc8\xc9 4";
const ISO: &[u8] = b"\xd4\xe3\xe8\xe9 \xd9\xe6 \xc7\xe4\xc8\xe8\xc7\xc8\xc9 4";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";

fn taken(says: &[&str]) -> Taken {
    Taken {
        entity: "rta",
        says: says.iter().map(ToString::to_string).collect(),
        files: Vec::new(),
        is_answered: true,
        language: "en",
    }
}

fn in_arabic() -> Taken {
    Taken { language: "ar", ..taken(&[ARABIC]) }
}

/// Returns a mail to RTA whose id is the case's name.
fn to_rta(name: &'static str, headers: &str, body: &[u8], expected: Taken) -> Case {
    let mail = Mail::new(RTA, name, headers, body);
    Case { name, mail, expected: Expected::Taken(expected) }
}

/// Returns a mail with a text in this charset and encoding.
fn text(name: &'static str, charset: &str, encoding: &str, body: &[u8], expected: Taken) -> Case {
    let headers = format!(
        "Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n"
    );
    to_rta(name, &headers, body, expected)
}

/// Returns a mail with parts.
fn mixed(name: &'static str, parts: &[Vec<u8>], expected: Taken) -> Case {
    to_rta(name, &["Subject: Gate 4\r\n", MIXED].concat(), &multipart("b", parts), expected)
}

fn said() -> Vec<u8> {
    part("Content-Type: text/plain; charset=utf-8", b"It is broken.")
}

fn picture(headers: &str) -> Vec<u8> {
    file(headers, &fixtures::picture(2_000))
}

/// Returns all mails.
pub(super) fn all() -> Vec<Case> {
    [charsets(), subjects(), markup(), attachments(), machines(), addresses(), limits()]
        .into_iter()
        .flatten()
        .collect()
}

fn charsets() -> Vec<Case> {
    let encoded = |bytes: &[u8]| base64(bytes).into_bytes();
    let quoted: &[u8] = b"=D4=DF=E6=EC =DA=E4 =C7=E1=C8=E6=C7=C8=C9 =\r\n4";
    vec![
        text("us-ascii", "us-ascii", "7bit", b"Gate 4 is broken.", taken(&["Gate 4 is broken."])),
        text("utf-8", "utf-8", "8bit", ARABIC.as_bytes(), in_arabic()),
        text("utf-8-base64", "utf-8", "base64", &encoded(ARABIC.as_bytes()), in_arabic()),
        text(
            "utf-8-quoted",
            "utf-8",
            "quoted-printable",
            b"=D8=B4=D9=83=D9=88=D9=89",
            Taken { language: "ar", ..taken(&["شكوى"]) },
        ),
        text("windows-1256", "windows-1256", "8bit", WINDOWS, in_arabic()),
        text("windows-1256-quoted", "windows-1256", "quoted-printable", quoted, in_arabic()),
        text("windows-1256-base64", "Windows-1256", "base64", &encoded(WINDOWS), in_arabic()),
        text("iso-8859-6", "iso-8859-6", "8bit", ISO, in_arabic()),
        text("iso-8859-6-base64", "ISO-8859-6", "base64", &encoded(ISO), in_arabic()),
        text("windows-1252", "windows-1252", "8bit", b"Caf\xe9 ferm\xe9", taken(&["Café fermé"])),
        text(
            "gb2312",
            "gb2312",
            "base64",
            &encoded(b"\xbb\xfa\xc6\xf7\xcd\xcc\xc1\xcb\xce\xd2\xb5\xc4\xbf\xa8"),
            Taken { language: "zh", ..taken(&["机器吞了我的卡"]) },
        ),
        text(
            "koi8-r",
            "koi8-r",
            "8bit",
            b"\xe1\xd7\xd4\xcf\xcd\xc1\xd4 \xda\xc1\xc2\xd2\xc1\xcc \xcb\xc1\xd2\xd4\xd5",
            Taken { language: "ru", ..taken(&["Автомат забрал карту"]) },
        ),
        text(
            "utf-16",
            "utf-16le",
            "base64",
            &encoded(b"4\x06C\x06H\x06I\x06"),
            Taken { language: "ar", ..taken(&["شكوى"]) },
        ),
        text("no-such-charset", "x-none", "7bit", b"Gate 4.", taken(&["Gate 4."])),
        text("no-such-encoding", "utf-8", "x-none", b"Gate 4.", taken(&["Gate 4."])),
    ]
}

fn subjects() -> Vec<Case> {
    let subject = |name, subject: &str, expected: Taken| {
        to_rta(name, &format!("Subject: {subject}\r\n{PLAIN}"), b"4", expected)
    };
    let arabic = |says: &[&str]| Taken { language: "ar", ..taken(says) };
    vec![
        subject("subject-b", "=?UTF-8?B?2LTZg9mI2Yk=?=", arabic(&["شكوى\n\n4"])),
        subject("subject-q", "=?windows-1256?Q?=D4=DF=E6=EC?=", arabic(&["شكوى"])),
        subject("subject-two", "=?UTF-8?B?2LTZg9mI2Yk=?=\r\n =?UTF-8?B?2LTZg9mI2Yk=?=", {
            arabic(&["شكوىشكوى"])
        }),
        subject("subject-folded", "Gate\r\n 4 is\r\n\tbroken", taken(&["is"])),
        to_rta("no-subject", PLAIN, b"Only a body.", taken(&["Only a body."])),
        to_rta("no-body", &["Subject: Only a subject\r\n", PLAIN].concat(), b"", {
            taken(&["Only a subject"])
        }),
    ]
}

fn markup() -> Vec<Case> {
    let html = "Content-Type: text/html; charset=utf-8";
    let script = b"<style>p{color:red}</style><p>Gate&nbsp;4 &amp; 5</p><script>alert(1)</script>";
    let alternative = multipart("i", &[said(), part(html, b"<p>It is <b>broken</b>.</p>")]);
    let alternative = part("Content-Type: multipart/alternative; boundary=i", &alternative);
    let logo = "Content-Type: image/png; name=logo.png\r\nContent-ID: <logo>";
    let related = multipart("r", &[alternative.clone(), picture(logo)]);
    let related = part("Content-Type: multipart/related; boundary=r", &related);
    let pdf = file(
        "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf",
        PDF,
    );
    vec![
        to_rta("html", &[html, "\r\n"].concat(), b"<p>Gate 4 is <b>broken</b>.</p>", {
            taken(&["Gate 4 is broken."])
        }),
        to_rta("html-script", &[html, "\r\n"].concat(), script, taken(&["& 5"])),
        to_rta(
            "html-arabic",
            &[html, "\r\n"].concat(),
            "<html dir=rtl><body><p>شكوى عن البوابة 4</p></body></html>".as_bytes(),
            in_arabic(),
        ),
        mixed("alternative", std::slice::from_ref(&alternative), taken(&["It is broken."])),
        mixed(
            "nested",
            &[related, pdf],
            Taken {
                files: vec![("a.pdf", "application/pdf"), ("logo.png", "image/png")],
                ..taken(&["It is broken."])
            },
        ),
        mixed("two-texts", &[said(), part("Content-Type: text/plain", b"And more.")], {
            taken(&["It is broken.", "And more."])
        }),
        to_rta(
            "no-end",
            &["Subject: Gate 4\r\n", MIXED].concat(),
            { b"--b\r\nContent-Type: text/plain\r\n\r\nIt is broken." },
            taken(&["It is broken."]),
        ),
        to_rta("no-parts", &["Subject: Gate 4\r\n", MIXED].concat(), b"", taken(&["Gate 4"])),
    ]
}

/// Returns a mail with one file, whose headers and bytes are these.
fn attached(
    name: &'static str,
    headers: &str,
    bytes: &[u8],
    says: &[&str],
    files: Vec<(&'static str, &'static str)>,
) -> Case {
    mixed(name, &[said(), file(headers, bytes)], Taken { files, ..taken(says) })
}

fn attachments() -> Vec<Case> {
    let picture_bytes = fixtures::picture(2_000);
    let one = |name, headers: &str, expected| {
        attached(name, headers, &picture_bytes, &["It is broken."], vec![expected])
    };
    let refused = |name, headers: &str, bytes: &[u8], says| {
        attached(name, headers, bytes, &["It is broken.", says], vec![])
    };
    let disposition = "Content-Type: image/png\r\nContent-Disposition: attachment; ";
    let png = |number: usize| {
        picture(&format!(
            "Content-Type: image/png\r\nContent-Disposition: attachment; filename={number}.png"
        ))
    };
    let seven: Vec<_> = [said()].into_iter().chain((1..=7).map(png)).collect();
    let inner = b"From: a@example.org\r\nSubject: Inner\r\n\r\nForwarded.";
    vec![
        one("picture", &[disposition, "filename=gate.png"].concat(), PNG),
        one(
            "rfc-2231",
            &[disposition, "filename*=UTF-8''%D8%B5%D9%88%D8%B1%D8%A9.png"].concat(),
            { ("صورة.png", "image/png") },
        ),
        one(
            "rfc-2231-windows",
            &[disposition, "filename*=windows-1256''%D5%E6%D1%C9.png"].concat(),
            { ("صورة.png", "image/png") },
        ),
        one(
            "rfc-2231-parts",
            &[disposition, "filename*0=\"ga\";\r\n filename*1=\"te.png\""].concat(),
            PNG,
        ),
        one(
            "rfc-2047-name",
            &[disposition, "filename=\"=?UTF-8?B?2LXZiNix2KkucG5n?=\""].concat(),
            { ("صورة.png", "image/png") },
        ),
        one("name-alone", "Content-Type: image/png; name=\"gate.png\"", PNG),
        attached(
            "lies",
            "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=gate.pdf",
            &picture_bytes,
            &["It is broken."],
            vec![("gate.pdf", "image/png")],
        ),
        refused(
            "winmail",
            "Content-Type: application/ms-tnef\r\nContent-Disposition: attachment; filename=winmail.dat",
            b"\x78\x9f\x3e\x22\x01\x00\x01\x90\x08\x00",
            "[winmail.dat",
        ),
        refused(
            "program",
            "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.exe",
            b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff",
            "[a.exe",
        ),
        refused(
            "empty-file",
            "Content-Type: image/png\r\nContent-Disposition: attachment; filename=none.png",
            b"",
            "[none.png",
        ),
        mixed(
            "seven-files",
            &seven,
            Taken {
                files: (1..=5)
                    .map(|number| {
                        (["1.png", "2.png", "3.png", "4.png", "5.png"][number - 1], "image/png")
                    })
                    .collect(),
                ..taken(&["[6.png", "[7.png"])
            },
        ),
        mixed(
            "forwarded",
            &[said(), part("Content-Type: message/rfc822", inner)],
            Taken { files: vec![("forwarded.txt", "text/plain")], ..taken(&["It is broken."]) },
        ),
        to_rta(
            "file-alone",
            &[
                "Content-Disposition: attachment; filename=gate.png\r\nContent-Type: image/png\r\n",
                "Content-Transfer-Encoding: base64\r\n",
            ]
            .concat(),
            base64(&picture_bytes).as_bytes(),
            Taken { files: vec![PNG], ..taken(&[]) },
        ),
    ]
}

fn machines() -> Vec<Case> {
    let marked = |name, marks: &str| {
        let headers = format!("Subject: Away {name}\r\n{marks}{PLAIN}");
        Mail::new(RTA, name, &headers, b"I am away.")
    };
    let ignored = |name, mail: Mail| Case { name, mail, expected: Expected::Ignored };
    let unanswered = |name, marks: &str| Case {
        name,
        mail: marked(name, marks),
        expected: Expected::Taken(Taken { is_answered: false, ..taken(&["I am away."]) }),
    };
    let report = "Subject: Undelivered\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n";
    let status = part(
        "Content-Type: message/delivery-status",
        b"Reporting-MTA: dns; mx.example.org\r\n\r\nAction: failed\r\nStatus: 5.1.1",
    );
    let report = Mail::new(RTA, "report", report, &multipart("b", &[said(), status]));
    let forged = |name, from| Mail::by(from, RTA, name, PLAIN, b"From ourselves.");
    vec![
        ignored("auto-replied", marked("auto-replied", "Auto-Submitted: auto-replied\r\n")),
        ignored("vacation", marked("vacation", "Auto-Submitted: auto-replied (vacation)\r\n")),
        ignored("auto-reply", marked("auto-reply", "Precedence: auto_reply\r\n")),
        ignored("x-autoreply", marked("x-autoreply", "X-Autoreply: yes\r\n")),
        ignored("report", Mail { from: "<>".to_owned(), ..report.clone() }),
        ignored("report-of-a-person", report),
        ignored("null-sender", Mail { from: "<>".to_owned(), ..marked("null-sender", "") }),
        ignored("daemon", Mail::by("MAILER-DAEMON@example.org", RTA, "daemon", PLAIN, b"No.")),
        ignored("forged-notice", forged("forged-notice", NOTICES)),
        ignored("forged-entity", forged("forged-entity", RTA)),
        unanswered("generated", "Auto-Submitted: auto-generated\r\n"),
        unanswered("bulk", "Precedence: bulk\r\n"),
        unanswered("list", "List-Id: News <news.example.org>\r\n"),
        Case {
            name: "auto-submitted-no",
            mail: marked("auto-submitted-no", "Auto-Submitted: no\r\n"),
            expected: Expected::Taken(taken(&["I am away."])),
        },
    ]
}

fn addresses() -> Vec<Case> {
    let to = |name, address: &str, expected| Case {
        name,
        mail: Mail::plain(address, name, "Gate 4", "It is broken."),
        expected,
    };
    let at = |entity| Expected::Taken(Taken { entity, ..taken(&["It is broken."]) });
    vec![
        to("upper-case", "RTA@Voice.Example", at("rta")),
        to("tag", "rta+parking@voice.example", at("rta")),
        to("other-entity", "iacad@voice.example", at("iacad")),
        to("no-entity", "nobody-here@voice.example", at("sawtak")),
        to("platform", "sawtak@voice.example", at("sawtak")),
        to("any-name", "help.me@voice.example", at("sawtak")),
        to("other-domain", "rta@elsewhere.example", Expected::Rejected("isn't here")),
        to("notices", NOTICES, Expected::Rejected("only sends")),
        to(
            "guessed-secret",
            "260483175526.aaaaaaaaaaaaaaaa@voice.example",
            Expected::Rejected("doesn't hold"),
        ),
    ]
}

fn limits() -> Vec<Case> {
    let long = "The gate is broken. ".repeat(1_000);
    let large = fixtures::picture(6_000_000);
    vec![
        to_rta("long-text", &["Subject: Gate 4\r\n", PLAIN].concat(), long.as_bytes(), {
            Taken {
                files: vec![("mail.txt", "text/plain")],
                ..taken(&["The gate is broken.", "…"])
            }
        }),
        attached(
            "large-file",
            "Content-Type: image/png\r\nContent-Disposition: attachment; filename=gate.png",
            &large,
            &["It is broken."],
            vec![PNG],
        ),
        to_rta("control-characters", PLAIN, b"Gate\x00 4\x07 is\x1b broken.", {
            taken(&["is", "broken."])
        }),
        to_rta("long-line", PLAIN, "x".repeat(4_000).as_bytes(), taken(&["xxxx"])),
        Case {
            name: "nothing",
            mail: Mail::new(RTA, "nothing", PLAIN, b" \r\n"),
            expected: Expected::Rejected("nothing in this mail"),
        },
    ]
}

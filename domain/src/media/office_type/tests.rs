//! Documents of many writers, and what is no document.

use miniz_oxide::deflate::compress_to_vec;
use proptest::prelude::*;

use super::{
    macros::tests::{slides_of, word_of, workbook_of},
    *,
};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const ODT: &str = "application/vnd.oasis.opendocument.text";

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap().to_le_bytes()
}

/// Builds an archive of these files, compressed.
pub(crate) fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut all, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let (method, packed) = match *name {
            "mimetype" => (0, content.as_bytes().to_vec()),
            _ => (8, compress_to_vec(content.as_bytes(), 6)),
        };
        let start = all.len();
        let sizes = [&[0; 4][..], &number(packed.len()), &number(content.len())].concat();
        let lengths = [u8::try_from(name.len()).unwrap(), 0, 0, 0];
        all.extend(
            [
                b"PK\x03\x04\x14\0\0\0",
                &[method, 0, 0, 0, 0, 0][..],
                &sizes[..],
                &lengths,
                name.as_bytes(),
                &packed,
            ]
            .concat(),
        );
        let middle = [&lengths[..], &[0; 10], &number(start)].concat();
        directory.extend(
            [
                b"PK\x01\x02\x14\0\x14\0\0\0",
                &[method, 0, 0, 0, 0, 0][..],
                &sizes[..],
                &middle,
                name.as_bytes(),
            ]
            .concat(),
        );
    }
    let end =
        [b"PK\x05\x06\0\0\0\0\0\0\0\0", &number(directory.len())[..], &number(all.len()), &[0, 0]]
            .concat();
    [all, directory, end].concat()
}

/// Examines a file as the edge does: range by range.
pub(crate) fn examined(file: &[u8], name: &str) -> Result<Document, NotAccepted> {
    let sniffed = MediaType::sniff(&file[..file.len().min(8192)], "", name)?;
    let container = Container::of(sniffed.as_str()).ok_or(NotAccepted::Kind)?;
    let mut examiner = Examiner::of(container, file.len() as u64, name, "");
    let mut range = examiner.first_range();
    loop {
        let [start, end] =
            [range.start, range.end].map(|at| usize::try_from(at).unwrap().min(file.len()));
        match examiner.read(file[start.min(end)..end].to_vec())? {
            Step::Read(next) => range = next,
            Step::Done(document) => return Ok(document),
        }
    }
}

fn told(file: &[u8], name: &str) -> Option<&'static str> {
    examined(file, name).ok().map(|document| document.media_type.as_str())
}

fn marks(file: &[u8]) -> Vec<Mark> {
    examined(file, "").unwrap().marks
}

fn types(main: &str) -> String {
    format!(
        "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.{main}\"/></Types>"
    )
}

#[test]
fn a_document_is_what_its_list_of_types_says_wherever_it_lies() {
    for (main, expected) in [
        ("wordprocessingml.document.main+xml", DOCX),
        ("spreadsheetml.sheet.main+xml", XLSX),
        ("presentationml.presentation.main+xml", PPTX),
    ] {
        let names = types(main);
        let large = "<w>".repeat(9_000);
        let first = archive(&[("[Content_Types].xml", &names), ("word/document.xml", &large)]);
        let last = archive(&[("word/document.xml", &large), ("[Content_Types].xml", &names)]);
        let odd = archive(&[("/[content_types].xml", &names), ("word\\document.xml", "<w/>")]);
        for file in [first, last, odd] {
            for name in ["plan.docx", "plan", "plan.bin"] {
                assert_eq!(told(&file, name), Some(expected));
            }
        }
    }
}

#[test]
fn an_archive_may_have_a_comment_and_sizes_of_64_bits() {
    let names = types("wordprocessingml.document.main+xml");
    let mut file = archive(&[("word/document.xml", "<w/>"), ("[Content_Types].xml", &names)]);
    let end = file.len() - 22;
    let old = file.split_off(end);
    let directory = [&old[12..16], &[0; 4], &old[16..20], &[0; 4]].concat();
    file.extend(b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0");
    file.extend([&[0; 24][..], &directory].concat());
    file.extend(b"PK\x06\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0");
    file.extend(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff");
    file.extend([0xff; 8]);
    file.extend([&60_000_u16.to_le_bytes()[..], &"c".repeat(60_000).into_bytes()].concat());
    assert_eq!(told(&file, ""), Some(DOCX));
}

#[test]
fn an_open_document_is_what_it_states_wherever_it_states_it() {
    let manifest = format!(
        "<m:manifest><m:file-entry m:full-path=\"/\" m:version=\"1.2\" m:media-type=\"{ODT}\"/></m:manifest>"
    );
    let parts = [("content.xml", "<x/>"), ("META-INF/manifest.xml", manifest.as_str())];
    let [content, list] = parts;
    let with = |name| ("mimetype", name);
    assert_eq!(told(&archive(&[with(ODT), content, list]), ""), Some(ODT));
    assert_eq!(told(&archive(&[content, list, with(ODT)]), "a.odt"), Some(ODT));
    assert_eq!(told(&archive(&[content, list]), "a.odt"), Some(ODT));
    let sheet = "application/vnd.oasis.opendocument.spreadsheet\n";
    assert_eq!(told(&archive(&[with(sheet), content, list]), "a.odt"), Some(sheet.trim()));
    let template = format!("{ODT}-template");
    assert_eq!(told(&archive(&[with(&template), content, list]), "a.odt"), None);
    assert_eq!(told(&archive(&[with(ODT), ("run.exe", "MZ")]), "a.odt"), None);
}

#[test]
fn an_archive_of_something_else_is_not_a_document() {
    let disguised = archive(&[("[Content_Types].xml", "<Types/>"), ("run.exe", "MZ")]);
    let enabled = archive(&[(
        "[Content_Types].xml",
        "<Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/>",
    )]);
    let bomb = archive(&[("[Content_Types].xml", &" ".repeat(50_000_000))]);
    for file in [disguised, enabled, bomb, archive(&[("a.txt", "a")]), b"PK\x03\x04\0".to_vec()] {
        assert_eq!(told(&file, "a.docx"), None);
    }
}

#[test]
fn macros_and_packages_are_marked() {
    let names = types("wordprocessingml.document.main+xml");
    let word = |part: &str| {
        archive(&[(part, "x"), ("[Content_Types].xml", &names), ("word/document.xml", "<w/>")])
    };
    assert_eq!(marks(&word("word/vbaProject.bin")), [Mark::Macros]);
    assert_eq!(marks(&word("xl/macrosheets/sheet1.xml")), [Mark::Macros]);
    assert_eq!(marks(&word("word/embeddings/oleObject1.bin")), [Mark::EmbeddedPackage]);
    assert_eq!(marks(&word("word/embeddings/Figures.xlsx")), []);
    let listed =
        names.replace("<Types>", "<Types><Default ContentType=\"vnd.ms-office.vbaProject\"/>");
    assert_eq!(marks(&archive(&[("[Content_Types].xml", &listed)])), [Mark::Macros]);
    let open = |part| {
        archive(&[
            ("mimetype", ODT),
            ("content.xml", ""),
            ("META-INF/manifest.xml", ""),
            (part, "x"),
        ])
    };
    assert_eq!(marks(&open("Basic/Standard/Module1.xml")), [Mark::Macros]);
    assert_eq!(marks(&open("Scripts/python/run.py")), [Mark::Macros]);
    assert_eq!(marks(&open("Object 1")), [Mark::EmbeddedPackage]);
    assert_eq!(marks(&open("Object 1/content.xml")), []);
}

/// Builds a compound file of entries: name, kind, left, right, child. Its directory's sectors lie
/// apart, the last one first, behind `before` sectors of content.
fn compound(entries: &[(&str, u8, [u32; 3])], before: usize) -> Vec<u8> {
    let long = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let mut bytes: Vec<u8> = entries
        .iter()
        .flat_map(|(name, kind, links)| {
            let mut entry = vec![0; 128];
            for (place, unit) in name.encode_utf16().enumerate() {
                entry[2 * place..2 * place + 2].copy_from_slice(&unit.to_le_bytes());
            }
            entry[66] = *kind;
            for (place, link) in links.iter().enumerate() {
                entry[68 + 4 * place..72 + 4 * place].copy_from_slice(&link.to_le_bytes());
            }
            entry
        })
        .collect();
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    let count = bytes.len() / 512;
    let place = |index: usize| before + 2 * (count - 1 - index);
    let sectors = before + 2 * count;
    let tables = sectors.div_ceil(127);
    let mut table = vec![[0xff; 4]; tables * 128];
    for index in 0..count {
        table[place(index)] =
            if index + 1 < count { long(place(index + 1)) } else { 0xffff_fffe_u32.to_le_bytes() };
    }
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.resize(512, 0xff);
    file[30..32].copy_from_slice(&[9, 0]);
    file[48..52].copy_from_slice(&long(place(0)));
    file.resize(512 + sectors * 512, 0);
    for index in 0..count {
        let at = (place(index) + 1) * 512;
        file[at..at + 512].copy_from_slice(&bytes[index * 512..][..512]);
    }
    file.extend(table.concat());
    for index in 0..tables.min(109) {
        file[76 + 4 * index..80 + 4 * index].copy_from_slice(&long(sectors + index));
    }
    if tables > 109 {
        file[68..72].copy_from_slice(&long(sectors + tables));
        let more: Vec<u8> = (109..tables).flat_map(|index| long(sectors + index)).collect();
        file.extend(&more);
        file.resize(file.len() + 512 - more.len(), 0xff);
    }
    file
}

const NO: u32 = 0xffff_ffff;

/// Returns entries with the root, some streams beside it, and one main stream among them.
fn with_main<'a>(main: &'a str, inner: &'a str) -> Vec<(&'a str, u8, [u32; 3])> {
    vec![
        ("Root Entry", 5, [NO, NO, 2]),
        ("\u{5}SummaryInformation", 2, [NO, NO, NO]),
        ("1Table", 2, [1, 3, NO]),
        (main, 2, [NO, 4, NO]),
        ("ObjectPool", 1, [NO, NO, 5]),
        ("_1234", 1, [NO, NO, 6]),
        (inner, 2, [NO, NO, NO]),
    ]
}

#[test]
fn a_compound_file_is_what_its_main_stream_is_called() {
    for before in [0, 200, 15_000] {
        for (main, expected) in [
            ("WordDocument", Some("application/msword")),
            ("Workbook", Some("application/vnd.ms-excel")),
            ("Book", Some("application/vnd.ms-excel")),
            ("PowerPoint Document", Some("application/vnd.ms-powerpoint")),
            ("__properties_version1.0", None),
        ] {
            for inner in ["Workbook", "WordDocument"] {
                let file = compound(&with_main(main, inner), before);
                assert_eq!(told(&file, "a.doc"), expected, "{main} {before}");
            }
        }
    }
}

#[test]
fn an_encrypted_document_is_what_its_name_says() {
    let file = compound(&with_main("EncryptedPackage", "x"), 3);
    assert_eq!(told(&file, "plan.xlsx"), Some(XLSX));
    for name in ["plan", "plan.bin", "plan.doc"] {
        assert_eq!(told(&file, name), Some(DOCX), "{name}");
    }
    let declared = |name, declared| encrypted_type(name, declared).unwrap().as_str();
    assert_eq!(declared("plan", PPTX), PPTX);
    assert_eq!(declared("plan.xlsx", PPTX), XLSX);
    assert_eq!(declared("plan", "application/octet-stream"), DOCX);
}

/// Puts a stream into a file that `compound` built with room before its directory, every second
/// sector, as the stream of this name.
fn with_stream(mut file: Vec<u8>, name: &str, content: &[u8]) -> Vec<u8> {
    let length = content.len().div_ceil(512);
    let first = u32::from_le_bytes(file[76..80].try_into().unwrap()) as usize;
    for (index, part) in content.chunks(512).enumerate() {
        let (sector, at) = (2 * index, (2 * index + 1) * 512);
        file[at..at + part.len()].copy_from_slice(part);
        let next = if index + 1 < length { number(sector + 2) } else { number(0xffff_fffe) };
        let place = (first + 1) * 512 + sector * 4;
        file[place..place + 4].copy_from_slice(&next);
    }
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let entry = file.windows(name.len()).rposition(|window| window == name).unwrap();
    file[entry + 116..entry + 120].fill(0);
    file[entry + 120..entry + 124].copy_from_slice(&number(content.len()));
    file
}

#[test]
fn macros_that_no_name_tells_of_are_marked() {
    for (main, content, expected) in [
        ("Workbook", workbook_of(1), vec![Mark::Macros]),
        ("Workbook", workbook_of(0), vec![]),
        ("PowerPoint Document", slides_of(1), vec![Mark::Macros]),
        ("PowerPoint Document", slides_of(0), vec![]),
        ("WordDocument", word_of(101, 30), vec![Mark::Macros]),
        ("WordDocument", word_of(193, 30), vec![]),
    ] {
        for before in [80, 12_000] {
            let file = compound(&with_main(main, "x"), before);
            assert_eq!(marks(&with_stream(file, main, &content)), expected, "{main} {before}");
        }
    }
}

#[test]
fn a_main_stream_of_twenty_thousand_pieces_is_read_within_the_limit() {
    let mut slides = slides_of(0);
    slides.truncate(9008);
    slides.resize(20_000 * 512, 0xff);
    let file = compound(&with_main("PowerPoint Document", "x"), 40_000);
    assert_eq!(marks(&with_stream(file, "PowerPoint Document", &slides)), []);
}

#[test]
fn old_documents_with_macros_and_packages_are_marked() {
    for (name, expected) in [
        ("_VBA_PROJECT", vec![Mark::Macros]),
        ("\u{1}Ole10Native", vec![Mark::EmbeddedPackage]),
        ("Equation Native", vec![]),
    ] {
        assert_eq!(marks(&compound(&with_main("WordDocument", name), 9)), expected);
    }
    let mut entries = with_main("Workbook", "x");
    entries[4].0 = "_VBA_PROJECT_CUR";
    assert_eq!(marks(&compound(&entries, 9)), [Mark::Macros]);
}

#[test]
fn a_directory_that_comes_back_ends() {
    let mut file = compound(&with_main("Contents", "x"), 0);
    let table = file.len() - 512;
    for sector in 0..128 {
        file[table + 4 * sector..table + 4 * sector + 4].copy_from_slice(&[2, 0, 0, 0]);
    }
    assert_eq!(told(&file, "a.doc"), None);
}

/// Documents that python-docx, openpyxl and xlwt wrote.
const SAMPLES: [(&str, &[u8]); 3] = [
    ("letter.docx", include_bytes!("samples/letter.docx")),
    ("table.xls", include_bytes!("samples/table.xls")),
    ("table.xlsx", include_bytes!("samples/table.xlsx")),
];

#[test]
fn documents_of_other_programs_are_what_they_are_and_have_no_marks() {
    let types = SAMPLES.map(|(name, file)| told(file, name));
    assert_eq!(types, [Some(DOCX), Some("application/vnd.ms-excel"), Some(XLSX)]);
    for (name, file) in SAMPLES {
        assert!(marks(file).is_empty(), "{name}");
    }
}

proptest! {
    #[test]
    fn a_damaged_document_of_another_program_is_survived(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut: prop::sample::Index,
        (name, file) in prop::sample::select(&SAMPLES[..]),
    ) {
        let mut file = file.to_vec();
        for (place, byte) in damage {
            let place = place.index(file.len());
            file[place] = byte;
        }
        file.truncate(file.len().min(cut.index(2 * file.len())));
        _ = examined(&file, name);
    }

    #[test]
    fn damage_is_survived(damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let names = types("wordprocessingml.document.main+xml");
        let old = compound(&with_main("WordDocument", "Workbook"), 3);
        for mut file in [archive(&[("[Content_Types].xml", &names)]), old] {
            for (place, byte) in &damage {
                let place = place.index(file.len());
                file[place] = *byte;
            }
            _ = examined(&file, "a.docx");
        }
    }
}

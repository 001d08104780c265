import Display
import FoundationEssentials
import Testing
import Training

@testable import Language

/// What a person sees of a table of their own, from loading to scoring new rows.
@Suite struct OwnTableTests {
  /// 300 rows of a log: an id, a time, lists, a number with an odd word, and two labels.
  private static let log =
    "user_id\tts\tgenres\tprice\tclick\tbuy\n"
    + (0..<300).map { row in
      let price = row == 17 ? "unknown" : row == 20 ? "NA" : "\(row % 90).5"
      let click = row * 7919 % 401 % 2
      return [
        "\(1_234_567_890_123_456_000 + row * 31 % 40)", "\(1_700_000_000 + row * 7_200)",
        ["a|b", "b", "c|a", "c", "a|c|b", "b|c"][row % 6], price, "\(click)",
        "\(click == 1 && row % 3 == 0 ? 1 : 0)",
      ].joined(separator: "\t") + "\n"
    }.joined()

  private func notebook() throws -> (Notebook, ScratchFolder) {
    let folder = try ScratchFolder()
    try folder.write(Self.log, to: "log.tsv")
    return (Notebook(), folder)
  }

  /// The tour of five lines: recognised, guessed and lost is said at `load`, not only at `show`.
  @Test func loadSaysWhatItGuessedLostAndReadAsMissing() throws {
    let (notebook, folder) = try notebook()
    try notebook.run("d = load csv '\(folder.path)/log.tsv' --label click buy --multi genres")
    let said = notebook.written
    for part in [
      "Read as: tabs between fields, a header, UTF-8.", "Categorical (named like ids): user_id.",
      "Times (read as hour and weekday, UTC): ts.",
      "price holds numbers except 'unknown' (line 19)",
      "Read as missing: 'NA' in price (1 row)",
    ] {
      #expect(said.contains(part), "\(said)")
    }
    try notebook.run("show d")
    let shown = notebook.figures.first?.plainText.replacing("\n  ", with: " ") ?? ""
    #expect(shown.contains("Split at random"), "\(shown)")
    try notebook.run(
      """
      m = build mmoe d --expert-hidden-units 4
      train m --epochs 1
      predict m '\(folder.path)/scores.csv' --file '\(folder.path)/log.tsv' --with user_id
      """)
    #expect(notebook.written.contains("Wrote 300 predictions to"))
    let scores = try String(
      contentsOf: URL(filePath: folder.path + "/scores.csv"), encoding: .utf8)
    let lines = scores.split(separator: "\r\n")
    #expect(lines.count == 301 && lines[0] == "row,user_id,click,buy")
    #expect(lines[1].hasPrefix("1,1234567890123456000,0."))
    try notebook.run("p = predict m --file '\(folder.path)/log.tsv'\nshow p")
    #expect(notebook.table?.rows.count == 300)
  }

  /// A file that data were read from is not replaced, whatever would write it.
  @Test func dataAreNotOverwritten() throws {
    let (notebook, folder) = try notebook()
    try folder.write(Self.log, to: "new.tsv")
    let (log, new) = ("'\(folder.path)/log.tsv'", "'\(folder.path)/new.tsv'")
    try notebook.run(
      "d = load csv \(log) --label click --multi genres\n"
        + "m = build dnn d\ntrain m --epochs 1\np = predict m")
    for cell in [
      "predict m \(log)", "predict m \(new) --file \(new)", "predict m \(log) --file \(new)",
      "export p \(log)", "save m \(log) --overwrite",
    ] {
      let text = notebook.error(of: cell)
      #expect(text.contains("it is not overwritten") || text.contains("written as"), "\(text)")
    }
    #expect(folder.text(of: "log.tsv") == Self.log && folder.text(of: "new.tsv") == Self.log)
    try notebook.run("predict m '\(folder.path)/own.csv'\npredict m '\(folder.path)/own.csv'")
  }

  @Test func predictionsOfOtherProgramsAreCompared() throws {
    let (notebook, folder) = try notebook()
    try notebook.run(
      """
      d = load csv '\(folder.path)/log.tsv' --label click buy --id user_id --ignore genres
      m = build mmoe d --expert-hidden-units 4
      train m --epochs 1
      predict m '\(folder.path)/own.csv'
      q = load predictions '\(folder.path)/own.csv' --for d --name other
      compare m q
      """)
    let table = try #require(notebook.table)
    let rows = table.tidy
    let texts = rows.rows.map { $0.cells.map(\.rawText) }
    let clicks = texts.filter { $0[2] == "click" }
    #expect(
      clicks.map { $0[0] } == ["m", "other"] && clicks.map { $0[1] } == ["mmoe", "predictions"])
    let column = try #require(rows.columns.firstIndex { $0.key == "auc" })
    #expect(clicks[0][column] == clicks[1][column])
    let own = try String(contentsOf: URL(filePath: folder.path + "/own.csv"), encoding: .utf8)
    #expect(own.hasPrefix("row,user_id,click,click.label,buy,buy.label\r\n"))
  }

  @Test func embeddingsAreWrittenWithTheirWords() throws {
    let (notebook, folder) = try notebook()
    try notebook.run(
      """
      d = load csv '\(folder.path)/log.tsv' --label click --multi genres
      m = build mmoe d --embedding-dim 3 --expert-hidden-units 4
      embeddings m genres '\(folder.path)/genres.csv'
      embeddings m genres '\(folder.path)/genres.safetensors'
      """)
    let text = try String(contentsOf: URL(filePath: folder.path + "/genres.csv"), encoding: .utf8)
    let lines = text.split(separator: "\r\n")
    #expect(lines.count == 5 && lines[0] == "genres,e1,e2,e3")
    #expect(Set(lines.dropFirst().map { $0.prefix { $0 != "," } }) == ["", "a", "b", "c"])
  }

  @Test func checkDataNamesWhatMendsIt() throws {
    let (notebook, folder) = try notebook()
    try folder.write(
      "a,copy,click\n" + (0..<200).map { "w\($0 % 7),v\($0 % 2),\($0 % 2)\n" }.joined(),
      to: "leak.csv")
    try notebook.run("d = load csv '\(folder.path)/leak.csv' --label click")
    #expect(notebook.written.contains("--ignore copy"))
    try notebook.run("check data d")
    #expect(notebook.table?.rows.first?.cells.first?.rawText == "copy")
  }

  /// Many suspicions of one sort are one sentence; `check data` lists them with whole sentences.
  @Test func manySuspicionsAreOneSentence() throws {
    let (notebook, folder) = try notebook()
    let header = (0..<58).map { "leak_\($0)" } + ["color", "other", "click"]
    let rows = (0..<200).map { row in
      (0..<58).map { "v\((row + $0) % 2)" } + ["c\(row % 7)", "o\(row * 7919 % 29)", "\(row % 2)"]
    }
    let lines = ([header] + rows).map { $0.joined(separator: ",") }
    try folder.write(lines.joined(separator: "\n"), to: "leaky.csv")
    try notebook.run("d = load csv '\(folder.path)/leaky.csv' --label click")
    let said = notebook.written.split(separator: "\n").filter { $0.contains("0.95") }
    #expect(said.count == 1 && notebook.written.split(separator: "\n").count < 12)
    #expect(
      said.first?.hasPrefix("leak_0, leak_1, leak_2 and 55 more give 'click' an AUC above 0.95")
        == true,
      "\(said)")
    try notebook.run("check data d")
    let text = notebook.results.last?.plainText ?? ""
    #expect(notebook.table?.rows.count == 58 && !text.contains("…"))
    #expect(text.replacing(/\s+/, with: " ").contains("--ignore leak_57."))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  /// What a comparison used up is said; a column kept as an id groups rows.
  @Test func labelColumnsAreSaidAndIdsAreGroups() throws {
    let (notebook, folder) = try notebook()
    try notebook.run(
      "d = load csv '\(folder.path)/log.tsv' --label 'price>=40' click --id user_id "
        + "--multi genres --ignore ts buy"
    )
    #expect(
      notebook.written.contains("Label 'price>=40' is made from price, which is not a feature."),
      "\(notebook.written)")
    try notebook.run("m = build dnn d\ntrain m --epochs 1")
    try notebook.run("evaluate m --group user_id --split train")
    let found = try #require(notebook.table)
    let row = try #require(found[column: "task"]?.firstIndex(of: .text("click")))
    try notebook.run("predict m --split train")
    let rows = try #require(notebook.table)
    let users = try #require(rows[column: "user_id"]).map(\.rawText)
    let names = Array(Set(users)).sorted()
    let scores = try #require(rows[column: "click"])
    let labels = try #require(rows[column: "click.label"])
    let expected = try #require(
      GroupedAUC(
        scores: scores.map { Float($0.value ?? .nan) },
        labels: labels.map { Float($0.value ?? .nan) },
        groups: users.map { names.firstIndex(of: $0) ?? -1 }))
    let weighted = try #require(found[column: "group-auc"]?[row].value)
    #expect(abs(weighted - expected.weighted) < 1e-9 && expected.groups > 10)
    #expect(found[column: "groups"]?[row].value == Double(expected.groups))
  }

  /// Whole numbers keep their digits in `head` also where they were asked to be numbers.
  @Test func numbersBeyond32BitsKeepTheirDigits() throws {
    let (notebook, folder) = try notebook()
    try notebook.run(
      "d = load csv '\(folder.path)/log.tsv' --label click --numeric user_id\nhead d")
    let table = try #require(notebook.table)
    let shown = try #require(table[column: "user_id"]).map(\.rawText)
    let rows = try #require(table[column: "row"]).compactMap(\.value)
    #expect(shown == rows.map { "\(1_234_567_890_123_456_000 + (Int($0) - 1) * 31 % 40)" })
    try notebook.run("m = build dnn d\npredict m")
    #expect(notebook.table?.columns.map(\.key) == ["row", "click", "click.label"])
  }
}

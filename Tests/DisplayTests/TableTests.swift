import Display
import FoundationEssentials
import Testing

@Suite struct TableTests {
  /// A table of `count` number columns whose names and values have many widths.
  static func wide(_ count: Int, rows: Int = 3, name: String = "a name") -> Table {
    let columns = (0..<count).map { column in
      Table.Column(
        key: "c\(column)", header: String(repeating: "h", count: 1 + column % 9),
        group: column % 5 < 3 ? "group \(column / 5)" : nil)
    }
    let body = (0..<rows).map { row in
      Table.Row(
        [.text(name + String(repeating: "x", count: row))]
          + (0..<count).map { .number(Double((row + 1) * ($0 + 7)) * 3.7, .fixed($0 % 4)) })
    }
    return Table(
      title: "Wide", columns: [Table.Column(key: "name", header: "name")] + columns, rows: body)
  }

  @Test(arguments: [1, 2, 5, 9, 20, 41]) func blocksAlign(count: Int) {
    let text = Figure.table(Self.wide(count)).plainText
    let blocks = text.split(separator: "\n\n").dropFirst()
    for block in blocks {
      let lines = block.split(separator: "\n").map(String.init)
      let rows = lines.suffix(4)
      #expect(Set(rows.map(\.displayWidth)).count == 1, "\(block)")
      #expect(rows.first?.contains("name") == true)
      #expect(lines.allSatisfy { $0.displayWidth <= 80 })
    }
    let rows = text.split(separator: "\n").filter { $0.contains("a name") }
    let words = rows.joined(separator: " ").split(separator: " ")
    #expect(words.filter { $0.first?.isNumber == true }.count == count * 3)
  }

  /// A remark that has no room goes on in the next line, and no number is cut for an empty cell.
  @Test func remarksAndNumbersAreWhole() {
    let remark = "monopoly of task1, task2, task3 and task4, saturated, twin of e2, e3 and e4"
    let long = String(repeating: "long ", count: 6)
    let table = Table(
      title: "T",
      columns: ["a", "b", "c"].map { Table.Column(key: $0, header: long + $0) },
      rows: [
        Table.Row([.text("e1"), .number(123.4567, .fixed(4)), .text("")], note: remark),
        Table.Row([.text("e2"), .text(""), .number(234.5678, .fixed(4))]),
      ])
    let text = Figure.table(table).plainText
    #expect(text.contains("123.4567") && text.contains("234.5678") && !text.contains("…"))
    let words = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    #expect(words.isSuperset(of: remark.split(separator: " ").map(String.init)))
  }

  /// Where remarks have no room beside the figures, only rows with one stand below them.
  @Test func remarksBelowTheFiguresHaveTheirRowsAlone() {
    let columns = (0..<6).map { Table.Column(key: "c\($0)", header: "figures \($0)") }
    let rows = (1...3).map { row in
      Table.Row(
        [.text("e\(row)")] + columns.map { _ in .number(1.25, .fixed(2)) },
        note: row == 2 ? "twin of e3" : nil)
    }
    let table = Table(
      title: "T", columns: [Table.Column(key: "expert", header: "expert")] + columns, rows: rows)
    let lines = table.plainText.split(separator: "\n").map { $0.drop { $0 == " " } }
    #expect(lines.filter { $0.hasPrefix("e1") }.count == 1)
    #expect(lines.last?.split(separator: " ") == ["e2", "twin", "of", "e3"])
    #expect(table.html?.ranges(of: "<table>").count == 2)
    #expect(table.html?.ranges(of: ">e1<").count == 1)
    #expect(table.html?.ranges(of: ">e2<").count == 2)
  }

  /// A table of one column has no figures beside its names, but all of its rows.
  @Test func remarksBesideOneColumnLeaveAllRows() {
    let rows = (1...3).map { row in
      Table.Row([.number(Double(row), .fixed(2))], note: row == 2 ? "failed" : nil)
    }
    let table = Table(title: "T", columns: [Table.Column(key: "auc", header: "auc")], rows: rows)
    for row in ["1.00", "2.00", "3.00"] {
      #expect(table.html?.contains(row) == true && table.plainText.contains(row))
    }
  }

  @Test func groupsStayTogether() {
    let lines = Figure.table(Self.wide(12)).plainText.split(separator: "\n")
    #expect(lines.filter { $0.contains("group 1") }.count == 1)
    #expect(lines.filter { $0.contains("group 2") }.count == 1)
  }

  @Test func wideCharactersAlign() {
    let rows = ["点击", "e\u{301}t\u{e9}", "ab😀"].map {
      Table.Row([.text($0), .number(1, .fixed(2))])
    }
    let table = Table(
      title: "T",
      columns: [Table.Column(key: "a", header: "a"), Table.Column(key: "b", header: "b")],
      rows: rows)
    let lines = Figure.table(table).plainText.split(separator: "\n").dropFirst()
    #expect(Set(lines.map { String($0).displayWidth }) == [13])
  }

  @Test func longNamesAreCutOnlyWhenNeeded() {
    let name = String(repeating: "n", count: 60)
    #expect(Figure.table(Self.wide(1, name: name)).plainText.contains(name + "xx "))
    let cut = Figure.table(Self.wide(6, name: name)).plainText
    #expect(cut.contains("n…") && !cut.contains(name))
  }

  @Test func manyRowsSayHowMany() throws {
    var table = Self.wide(2, rows: 45)
    let text = Figure.table(table).plainText
    #expect(text.contains("… and 25 more rows"))
    table.hint = "To see all of them, export the table."
    #expect(
      Figure.table(table).plainText.contains("… and 25 more rows. To see all of them, export the"))
    #expect(Figure.table(table).html?.contains("… and 25 more rows") == true)
    table.maximumRows = nil
    #expect(!Figure.table(table).plainText.contains("more row"))
    #expect(try table.csv().split(separator: "\r\n").count == 46)
  }

  @Test func emptyTablesAreShown() {
    let columns = [Table.Column(key: "a", header: "a")]
    let text = Figure.table(Table(title: "Empty", columns: columns, rows: [])).plainText
    #expect(text == "Empty\n\n  a\n  (no rows)")
    #expect(!Figure.table(Table(title: "Nothing", columns: [], rows: [])).plainText.isEmpty)
  }

  @Test func csvKeepsAllDigitsAndQuotes() throws {
    let table = Table(
      title: "T",
      columns: ["name", "auc", "share", "n"].map { Table.Column(key: $0, header: "H") },
      rows: [
        Table.Row([.text("a,\"b\"\nc"), .number(1.0 / 3, .fixed(2)), .share(0.25), .missing]),
        Table.Row([.text("d"), .number(.nan, .fixed(2)), .share(1), .number(16_281, .count)]),
      ])
    #expect(
      try table.csv() == "name,auc,share,n\r\n\"a,\"\"b\"\"\nc\",0.3333333333333333,0.25,\r\n"
        + "d,,1,16281\r\n")
    #expect(
      try table.json() == """
        [
          {"name":"a,\\"b\\"\\nc","auc":0.3333333333333333,"share":0.25,"n":null},
          {"name":"d","auc":null,"share":1,"n":16281}
        ]

        """)
  }

  @Test func columnsAreFoundByKey() {
    #expect(Self.wide(2)[column: "c1"]?.compactMap(\.value).count == 3)
    #expect(Self.wide(2)[column: "c7"] == nil)
  }

  @Test func loopsConcatenate() throws {
    func table(_ keys: [String], _ value: Double) -> Table {
      Table(
        title: "Comparison", columns: keys.map { Table.Column(key: $0, header: $0) },
        rows: [Table.Row(keys.map { _ in .number(value, .fixed(1)) }, ruleAbove: true)])
    }
    var rates = LoopTable(variable: "r")
    #expect(rates.table.columns.map(\.key) == ["r"] && rates.rowCount == 0)
    rates.append(.number(0.5, .fixed(2)), table(["auc", "r"], 1))
    rates.append(.number(1, .fixed(2)), table(["mse", "auc"], 2))
    let all = rates.table
    #expect(all.columns.map(\.key) == ["r", "auc", "r2", "mse"])
    #expect(try all.csv() == "r,auc,r2,mse\r\n0.5,1,1,\r\n1,2,,2\r\n")
  }

  /// A loop over models is not called after the first of them.
  @Test func aLoopsTitleIsWhatItsRoundsHaveInCommon() {
    var loop = LoopTable(variable: "kind")
    for kind in ["mmoe", "ple"] {
      loop.append(
        .text(kind),
        Table(
          title: "Experts · m (\(kind)) · adult", subtitle: kind == "ple" ? "By level." : nil,
          columns: [Table.Column(key: "share", header: "share")], rows: []))
    }
    #expect(loop.table.title == "Experts · adult · for each kind")
    #expect(loop.table.subtitle == nil)
  }

  /// A loop's table that goes on in a second block repeats what names its rows there.
  @Test func aLoopsBlocksNameTheirRows() {
    let columns = ["model"] + (1...9).map { "column \($0)" }
    let inner = Table(
      title: "t", columns: columns.map { Table.Column(key: $0, header: $0) },
      rows: [Table.Row([.text("shared")] + (1...9).map { .number(Double($0), .fixed(4)) })])
    var loop = LoopTable(variable: "r")
    loop.append(.number(0.5, .fixed(1)), inner)
    let lines = Figure.table(loop.table).plainText.split(separator: "\n")
      .filter { $0.contains("shared") }
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("  0.5 ") })
  }

  /// A group's name widens narrow columns rather than being cut.
  @Test func groupsAreNotCut() {
    let table = Table(
      title: "t",
      columns: [
        Table.Column(key: "part", header: "part"),
        Table.Column(key: "y", header: "y", group: "never-married logloss"),
      ], rows: [Table.Row([.text("train"), .number(1, .count)])])
    #expect(Figure.table(table).plainText.contains("never-married logloss"))
  }
}

@Suite struct PaperTests {
  private static let table = Table(
    title: "Comparison · a_b · 3 seeds", subtitle: "+, -: difference from s.",
    columns: [
      Table.Column(key: "model", header: "model"),
      Table.Column(key: "auc", header: "AUC", group: "income"),
      Table.Column(key: "loss", header: "loss %", group: "income"),
      Table.Column(key: "n", header: "n"),
    ],
    rows: [
      Table.Row([
        .text("s|1"), .measured(Table.Measured(0.9, .fixed(4))), .number(-0.5, .fixed(2)),
        .number(1234, .count),
      ]),
      Table.Row(
        [
          .text("m_2"),
          .measured(
            Table.Measured(
              0.9116, .fixed(4), difference: 0.0116, isBeyondChance: true, isBest: true)),
          .measured(Table.Measured(0.25, .fixed(2), deviation: 0.013)), .missing,
        ], ruleAbove: true),
    ])

  @Test func latexHasTheRulesOfBooktabs() {
    #expect(
      Self.table.latex == """
        % Comparison · a_b · 3 seeds
        % +, -: difference from s.
        \\begin{tabular}{lrrr}
        \\toprule
         & \\multicolumn{2}{c}{income} &  \\\\
        \\cmidrule(lr){2-3}
        model & AUC & loss \\% & n \\\\
        \\midrule
        s|1 & 0.9000 & $-$0.50 & 1,234 \\\\
        \\midrule
        m\\_2 & \\textbf{0.9116} {\\footnotesize +.0116$^{*}$} & 0.25 {\\footnotesize $\\pm$.01} & n/a \\\\
        \\bottomrule
        \\end{tabular}

        """)
  }

  @Test func markdownHasTheBestInBold() {
    #expect(
      Self.table.markdown == """
        Comparison · a_b · 3 seeds

        | model | income AUC | income loss % | n |
        | :-- | --: | --: | --: |
        | s\\|1 | 0.9000 | -0.50 | 1,234 |
        | m_2 | **0.9116** +.0116\\* | 0.25 ±.01 | n/a |

        +, -: difference from s.

        """)
  }

  @Test func figuresAndWhatStandsBesideThemAlign() {
    let text = Figure.table(Self.table).plainText
    #expect(text.contains("s|1     0.9000"))
    #expect(text.contains("m_2     0.9116• +.0116*"))
    #expect(Figure.table(Self.table).html?.contains("<b>0.9116•</b> +.0116*") == true)
  }

  /// A caption would be as narrow as its table; a date that breaks into lines cannot be read.
  @Test func textsAboveATableAreNoCaptionAndDatesStayWhole() throws {
    let table = Table(
      title: "A title that is much longer than the table", subtitle: "Two numbers.",
      columns: [Table.Column(key: "a", header: "begun"), Table.Column(key: "b", header: "n")],
      rows: [Table.Row([.text("2026-11-28 12:00"), .number(1, .count)])], reading: "First.\nSecond."
    )
    let html = try #require(Figure.table(table).html)
    #expect(!html.contains("<caption"))
    let title = "<b>A title that is much longer than the table</b><br>Two numbers.</p>\n<table>"
    #expect(html.contains(title))
    #expect(html.contains("white-space:nowrap\">2026-11-28 12:00</th>"))
    #expect(html.contains("<p>First.<br>Second.</p>"))
  }

  /// A column that wraps is never cut: its texts go on below.
  @Test func longTextsWrapWhereTheyMay() {
    let sentence = "Numbers that are known only after the label give it away: --ignore seconds."
    let table = Table(
      title: "t",
      columns: [
        Table.Column(key: "a", header: "column"),
        Table.Column(key: "b", header: "what is odd", wraps: true),
      ],
      rows: [Table.Row([.text("seconds"), .text(sentence)]), Table.Row([.text("b"), .text("c")])])
    let lines = Figure.table(table).plainText.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 } && lines.count == 5)
    #expect(
      lines.joined(separator: " ").replacing(/\s+/, with: " ").contains("seconds " + sentence))
  }
}

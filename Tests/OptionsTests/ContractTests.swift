import ArgumentParser
import FoundationEssentials
import Options
import Testing

/// What the program relies on in the argument parser beyond its documented interface.
///
/// A test that fails after an update of the library names what the library changed; what has to
/// follow is in `Sources/Options` alone.
@Suite struct ContractTests {
  private func parsed(_ words: String...) throws -> SampleOptions {
    try OptionParser.parse(SampleOptions.self, words)
  }

  @Test func declarationsAreReadInTheirOrder() {
    let declared = DeclaredOption.all(of: SampleOptions.self)
    #expect(
      declared.map(\.word) == [
        "FILES", "--pass-count", "--rate", "--seed", "--shape", "--other", "--rows", "--title",
        "--widths", "--mark", "--separator", "--quiet",
      ])
    #expect(
      declared.map(\.property) == [
        "files", "passCount", "rate", "seed", "shape", "other", "rows", "title", "widths", "marks",
        "separator", "quiet",
      ])
    #expect(
      declared.map(\.help).prefix(3) == ["Files to read.", "Number of passes.", "Step size."])
    #expect(declared.map(\.valueName).suffix(4) == ["widths", "mark", "separator", "quiet"])
  }

  @Test func formsAndKindsFollowFromTypes() {
    let declared = DeclaredOption.all(of: SampleOptions.self)
    #expect(declared.map(\.form).prefix(2) == [.argument, .option])
    #expect(declared.last?.form == .flag)
    #expect(
      declared.map(\.kind) == [
        .text, .wholeNumber(isSigned: true), .number, .wholeNumber(isSigned: false), .choice,
        .choice, .wholeNumber(isSigned: true), .text, .wholeNumber(isSigned: true), .text, .text,
        .nothing,
      ])
    #expect(
      declared[4].choices == ["flat", "very-round"]
        && declared[5].choices == ["flat", "very-round"])
    #expect(declared.filter(\.isRepeating).map(\.name) == ["files", "widths", "mark"])
    #expect(declared.filter { !$0.isOptional }.map(\.name) == ["files"])
  }

  @Test func defaultsAreTheirTexts() {
    let defaults = DeclaredOption.all(of: SampleOptions.self).map(\.defaultText)
    #expect(
      defaults == [nil, "3", "0.5", "1", "flat", nil, nil, nil, "8, 4", nil, ",", nil])
  }

  @Test func commandsAreReadAsOptionsAre() throws {
    #expect(DeclaredOption.all(of: SampleCommand.self).map(\.word) == ["WORDS"])
    let said = try OptionParser.parse(SampleCommand.self, asTheyStand: ["--help", "-x", "--", "a"])
    #expect(said.words == ["--help", "-x", "--", "a"])
  }

  @Test func valuesAreReadBack() throws {
    let options = try parsed(
      "a", "b", "--rate", "-0.25", "--seed", "18446744073709551615", "--shape", "very-round",
      "--rows", "7", "--widths", "0", "--mark", "x=y", "--quiet", "--pass-count=4")
    let settings = OptionSetting.all(of: options)
    #expect(
      settings == [
        OptionSetting(name: "pass-count", value: .integer(4)),
        OptionSetting(name: "rate", value: .number(-0.25)),
        OptionSetting(name: "seed", value: .large(.max)),
        OptionSetting(name: "shape", value: .text("very-round")),
        OptionSetting(name: "rows", value: .integer(7)),
        OptionSetting(name: "widths", value: .list([])),
        OptionSetting(name: "mark", value: .list([.text("x=y")])),
        OptionSetting(name: "separator", value: .text(",")),
        OptionSetting(name: "quiet", value: .flag(true)),
      ])
    #expect(OptionSetting.contents(of: options).count == 12)
  }

  @Test func savedOptionsAreParsedAgain() throws {
    let words = [
      "a", "--other", "flat", "--widths", "3", "2", "--mark", "x=y", "z=w", "--rows", "0",
    ]
    let options = try OptionParser.parse(SampleOptions.self, words)
    let settings = OptionSetting.all(of: options)
    let json = try JSONEncoder().encode(SavedOptions(settings))
    let opened = try JSONDecoder().decode(SavedOptions.self, from: json).settings
    let again = try OptionParser.parse(SampleOptions.self, ["a"] + OptionSetting.words(opened))
    #expect(OptionSetting.all(of: again) == settings)
  }

  /// Columnar files of earlier versions are known by this text.
  @Test func textOfOptionsStays() throws {
    let options = try parsed("a", "b\"", "--title", "é x", "--rows", "7", "--shape", "very-round")
    #expect(
      OptionText.of(options) == """
        _files ["a", "b\\""]
        _passCount 3
        _rate 0.5
        _seed 1
        _shape veryRound
        _other nil
        _rows Optional(7)
        _title Optional("é x")
        _inner InnerOptions(_widths: [8, 4], _marks: [], _separator: ,)
        _quiet false
        """)
  }
}

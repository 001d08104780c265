import ArgumentParser
import DataSets
import Display
import Options

/// Asserts a figure of a value.
struct Check: Command {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Asserts a figure of a value; the cell fails with CheckFailed otherwise.",
    discussion: """
      A claim is a figure and what it is compared with: `above X`, `below X`, `between X Y` (both
      included), `equals X`, or a value alone, which it must equal. A model has the figures
      weights (first digits of the digest), parameters, and for each task those of `evaluate`, as
      income.auc; a data set fingerprint, rows, features and tasks; a table or plot digest, rows,
      columns, and each column by its name, of which every row must fit. Of a query in SQL, every
      value of the first column must fit; a variable has only its value. A number with decimals
      equals what rounds to it.
      """)
  static let group = CommandGroup.inspect
  static let examples = [
    Example("check m income.auc above 0.905", "On the test rows."),
    Example("check adult fingerprint 1a7279f46dad", "The first digits."),
    Example("check t auc between 0.9 0.95 --where task=income", "A column, in some of its rows."),
    Example("check m income.auc equals 0.905 --within 0.01", "With a tolerance."),
    Example("check \"select max(auc) from sweep\" above 0.9", "The result of a query."),
  ]

  @Argument(help: "Name of a value, or a SELECT in quotes.") var subject: CheckedName
  @Argument(help: "A figure and what it is compared with, as in `income.auc above 0.9`.")
  var claim: [String]
  @Option(help: "Rows to evaluate a model on.") var split = Split.Part.test
  @Option(
    name: .customLong("where"), parsing: .upToNextOption,
    help: "Rows of a table to check, as COLUMN=VALUE; of several conditions all must hold.")
  var conditions: [String] = []
  @Option(help: "Largest difference with which a number still equals another.")
  var within: Double?

  func validate() throws {
    try Bounds(from: 0).check("within", within)
    _ = try Claim(claim, within: within)
    try TableSelection.check(conditions)
  }

  func run(in session: Session) throws -> Output {
    let claim = try Claim(claim, within: within)
    let found = try CheckedValue(self, in: session).figures(claim.figure)
    let name = [claim.figure, subject.isName ? subject.text : "the query"].compactMap { $0 }
      .joined(separator: " of ")
    let subjects = found.map { $0.row.map { "\(name) in \($0)" } ?? name }
    guard !found.isEmpty else {
      throw Complaint(
        .check, "\(name.capitalizedFirst) has no rows; asked for \(claim.relation.phrase).",
        about: claim.figure ?? subject.text)
    }
    for (figure, subject) in zip(found, subjects) where !claim.relation.holds(for: figure.cell) {
      throw Complaint(
        .check,
        "\(subject.capitalizedFirst) \(claim.verb) \(claim.relation.text(of: figure.cell)), "
          + "not \(claim.relation.phrase).", about: claim.figure ?? self.subject.text)
    }
    if found.count > 1 {
      return .say(
        "✓ \(name) \(claim.verb) \(claim.relation.phrase) in \(Phrase.count(found.count, "row")).")
    }
    return .say("✓ \(subjects[0]) \(claim.verb) \(claim.relation.sentence(about: found[0].cell)).")
  }
}

/// The name of a value, or a query in SQL.
struct CheckedName: NameArgument {
  static let accepted = ValueKind.allCases.filter { $0 != .predictions }
  let text: String

  /// A query has blanks, which no name has.
  var isName: Bool { !text.contains { $0.isWhitespace } }
}

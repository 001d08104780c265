import ArgumentParser
import DataSets
import Options

/// How looks by a field cut numbers.
struct QuantileOptions: ParsableArguments {
  @Option(help: "Slices of a numeric field, with equal numbers of rows; 4 by default.")
  var quantiles: Int?

  func validate() throws {
    if let quantiles { try Bounds(2...100).check("quantiles", quantiles) }
  }

  /// Checks that the field called `by` has numbers to cut, where the option is given.
  ///
  /// - Throws: `Complaint` about an option that would have no effect.
  func check(by field: String?, of data: DataSet?) throws(Complaint) {
    if quantiles == nil { return }
    guard let field else {
      throw Complaint(
        .usage, "--quantiles has an effect only with --by.",
        wayOut: "`--by FIELD` cuts the rows by a field.", about: "--quantiles")
    }
    let form = data?.schema.features.first { $0.name == field }?.kind.form
    if let form, ![.numeric, .binned].contains(form) {
      throw Complaint(
        .usage, "--quantiles cuts fields of numbers, and '\(field)' has words.",
        wayOut: "Each of its values has a slice: leave it out.", about: "--quantiles")
    }
  }
}

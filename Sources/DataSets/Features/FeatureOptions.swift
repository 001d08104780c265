package import ArgumentParser
import Options

/// How a number becomes what a model reads.
package enum NumericForm: String, Sendable, CaseIterable, ExpressibleByArgument {
  /// The logarithm where the largest training value is above 200, then standardised.
  case standardised
  /// The logarithm, then standardised.
  case log
  /// Cut into bins that hold equally many training rows.
  case bins
  /// Two fields: standardised, and in bins.
  case valueAndBins = "value-and-bins"
  /// Cut into whole numbers up to 2 and ⌊ln(x)²⌋ above, as is done with Criteo's counts.
  case criteoLog = "criteo-log"
}

/// How the columns of a source become features; the same options for every source.
package struct FeatureOptions: ParsableArguments {
  @Option(
    help: "Words that fewer training rows hold share id 0 with words that none holds.")
  package var minCount = 1

  @Option(help: "Vocabularies of more words than this are hashed into so many ids.")
  package var hashBuckets: Int?

  @Option(help: "What numbers become.")
  package var numericForm = NumericForm.standardised

  @Option(help: "Number of bins, for bins and value-and-bins.")
  package var bins = 32

  package init() {}

  /// Checks the bounds of counts, buckets and bins.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try Bounds(from: 1).check("min-count", minCount)
    try Bounds(2...100_000_000).check("hash-buckets", hashBuckets)
    try Bounds(2...10_000).check("bins", bins)
  }

  /// The options as what columns are fitted with.
  var form: FeatureForm {
    FeatureForm(
      minCount: minCount, hashBuckets: hashBuckets, numericForm: numericForm, bins: bins)
  }
}

/// How columns become features.
package struct FeatureForm: Sendable {
  package var minCount = 1
  package var hashBuckets: Int?
  package var numericForm = NumericForm.standardised
  package var bins = 32

  package init(
    minCount: Int = 1, hashBuckets: Int? = nil, numericForm: NumericForm = .standardised,
    bins: Int = 32
  ) {
    self.minCount = minCount
    self.hashBuckets = hashBuckets
    self.numericForm = numericForm
    self.bins = bins
  }

  /// For the fingerprint.
  var text: String {
    "min-count \(minCount) hash-buckets \(hashBuckets ?? 0) "
      + "numeric-form \(numericForm.rawValue) bins \(bins)"
  }
}

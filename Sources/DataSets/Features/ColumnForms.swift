/// How the columns of a table of the user's own write their values, where it is not plain.
///
/// A model keeps it: new rows are read as those were that it was trained on.
package struct ColumnForms: Sendable, Equatable, Codable {
  /// Words that mean "missing"; nil: the usual ones.
  package var missing: [String]?
  package var times: [String: TimeForm] = [:]
  package var styles: [String: NumberStyle] = [:]

  /// Nothing out of the ordinary.
  package init() {}

  /// Whether everything is read as usual.
  package var isPlain: Bool { self == ColumnForms() }
}

extension ColumnForms {
  /// The words that mean "missing".
  var missingWords: MissingWords { missing.map { MissingWords($0) } ?? .standard }

  /// The form of times in a column: as it was, unless nearly all of some words have another that cannot
  /// be mistaken for it.
  func time(_ column: String, _ words: [String]) -> TimeForm? {
    let other = TimeForm(mostOf: words)
    guard let form = times[column] else { return other }
    let fits = words.count { form.time($0) != nil } * 10 >= words.count * 9
    return fits || other == nil || other == .dayFirst || other == .monthFirst ? form : other
  }

  /// The style of numbers in a column: as it was, if that fits most of some words.
  func style(_ profile: WordProfile, commas: Bool) -> NumberStyle {
    if let known = styles[profile.name] {
      let words = profile.words(most: .max)
      let style = known.reading(most: words)
      if words.count(where: { style.number($0) != nil }) * 2 >= words.count { return style }
    }
    return profile.numbers(commas: commas, given: nil)?.style ?? .plain
  }
}

import Analysis
import DataSets
import Display

extension DataSummary {
  /// A summary with the data's notes below the parts.
  init(of data: DataSet) { self.init(data, notes: data.notes.sentences) }
}

extension DataNote {
  /// A line below a data set's summary.
  var sentence: String {
    func list(_ names: [String]) -> String { names.joined(separator: ", ") }
    switch self {
    case .leftOut(let columns, nil): return "Not used as features: \(list(columns))."
    case .leftOut(let columns, let reason?):
      return "Not used as features (\(reason.rawValue)): \(list(columns))."
    case .guessed(let columns, let isNumeric):
      return "Detected as \(isNumeric ? "numeric" : "categorical"): \(list(columns))."
    case .meaning(let label, let one, let zero):
      return "Label '\(label)': '\(one)' is 1, '\(zero)' is 0. "
        + "Otherwise: --label \(Word.typed("\(label)=\(zero)"))."
    case .labelColumns(let label, let columns):
      return "Label '\(label)' is made from \(Phrase.list(columns)), "
        + (columns.count == 1 ? "which is not a feature." : "which are not features.")
    case .unlabelled(let task, let rows):
      return "Rows without label '\(task)': \(NumberFormat.count.text(Double(rows)))."
    case .unmatched(let count, let all, let key):
      return "\(count) of \(all) values of \(key) are missing from their table."
    case .badRows(let rows):
      let lines = rows.first.map { "Line \($0.line): \($0.reason.sentence)" }
      return
        "\(Phrase.count(rows.count, "row")) of \(FileName.short(rows.file)) could not be read. "
        + lines.joined(separator: " ") + (rows.count > rows.first.count ? " …" : "")
    case .dropped(let count, let file, let with, let without):
      return "Dropped from \(file): \(Phrase.count(count, "row")) with \(with) but no \(without)."
    case .readOnly(let files, let all):
      return "Read \(files.count) of \(all) files: \(list(files))."
    case .limitedTest(let rows): return "Test impressions are limited to the first \(rows) as well."
    case .weightedLists:
      return "Fields with one feature: the last of several counts, and values are ignored. "
        + "Fields with several features: values are weights."
    case .derived(let task, let seed):
      return "Derived from a small network's confidence in \(task), seed \(seed)."
    case .confidences(let correlation, let labels):
      let number = NumberFormat.fixed(3)
      return "Correlation of the two confidences: \(number.text(correlation)); of the labels that "
        + "follow from their signs: \(number.text(labels))."
    case .sentence(let sentence): return sentence
    case .form, .taken, .style, .strays, .oddTimes, .otherUnits, .mixed, .dates, .ambiguousDates,
      .twins,
      .roundedIDs, .missingWords, .country, .rowNumbers, .lists, .kept, .weighted, .spellings,
      .split,
      .sampled, .suspicion:
      return ownDataSentence
    }
  }
}

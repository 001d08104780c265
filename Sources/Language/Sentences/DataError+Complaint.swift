import DataSets
import Display

extension Complaint {
  /// The sentence, with the line in the file before it, and the way out.
  init(_ error: DataError) {
    switch error.fault {
    case .search(let fault): self.init(fault, besides: error.file)
    case .file(let fault): self.init(fault)
    case .header(let fault): self.init(fault)
    case .row(let reason, let others): self.init(reason, others: others)
    case .unknown(let named, let name, let known): self.init(named, name, known)
    case .label(let fault): self.init(fault)
    case .split(let fault): self.init(fault)
    case .noFeature: self.init(.data, "No column is left to be a feature.")
    case .mismatch(let fault): self.init(fault)
    case .storage(let fault): self.init(fault)
    }
    if let line = error.line {
      sentence = "Line \(line) of \(error.file.map(FileName.short) ?? "the file"): " + sentence
    }
    about = error.file
  }

  private init(_ named: DataError.Named, _ name: String, _ known: [String]) {
    let list = known.joined(separator: ", ") + "."
    switch named {
    case .column: self.init(.data, "There is no column '\(name)'.", wayOut: "Columns: \(list)")
    case .task(let source):
      self.init(.data, "\(source) has no task '\(name)'.", wayOut: "Tasks: \(list)")
    case .label: self.init(.data, "Task '\(name)' is not a label.", wayOut: "Labels: \(list)")
    case .field(let source):
      self.init(.data, "\(source) has no field '\(name)'.", wayOut: "Fields: \(list)")
    case .splitField:
      self.init(
        .data, "No field '\(name)' with one feature per row is read.",
        wayOut: "Fields with one feature are, for instance, \(Phrase.list(known)).")
    case .modelFeature:
      self.init(
        .data, "The data has no feature '\(name)', which the model needs.",
        wayOut: "It has: \(list)")
    case .modelTask:
      self.init(
        .data, "The data has no task '\(name)', which the model needs.", wayOut: "It has: \(list)")
    }
  }

  private init(_ fault: DataError.LabelFault) {
    switch fault {
    case .notBinary(let label, let words, let count):
      let some = words.map { "'\($0)'" } + (count > words.count ? ["…"] : [])
      self.init(
        .data,
        "Label '\(label)' is not binary: \(count) distinct values"
          + (some.isEmpty ? "." : " (\(some.joined(separator: ", ")))."),
        wayOut: "For real values: --regression \(label).")
    case .twoSpellings(let label, let word):
      self.init(
        .data, "Label '\(label)' has the word '\(word)' in two spellings of its accents.",
        wayOut: "Write it the same way in all rows.")
    }
  }

  private init(_ fault: DataError.SplitFault) {
    switch fault {
    case .noTrainingRow: self.init(.data, "The split leaves no row for training.")
    case .noPart(let column, let word):
      self.init(
        .data, "Column '\(column)' holds '\(word)', which names no part.",
        wayOut: "Parts are train, validation and test; or give --validation-from and --test-from.")
    }
  }

  private init(_ mismatch: DataError.Mismatch) {
    switch mismatch {
    case .feature(let name, let found, let wanted):
      let wayOut =
        switch (found, wanted) {
        case (.numeric, .categorical), (.binned, .categorical), (.numeric, .hashed):
          "Load the data with --categorical \(name)."
        case (.categorical, .numeric), (.hashed, .numeric), (.categorical, .binned):
          "Load the data with --numeric \(name)."
        default: "Load the data with the options that the model's data had."
        }
      self.init(
        .data,
        "Feature '\(name)' is \(found.rawValue) in the data, \(wanted.rawValue) in the model.",
        wayOut: wayOut)
    case .task(let name, let found, let wanted):
      self.init(
        .data, "Task '\(name)' is \(found.rawValue) in the data, \(wanted.rawValue) in the model.")
    }
  }

  private init(_ fault: DataError.StorageFault) {
    let sentence =
      switch fault {
      case .folderNotMade(let path): "The folder \(path) cannot be made."
      case .fileNotMade(let folder): "No file can be made in \(folder)."
      case .noRoom(let folder): "There is no room for the columns in \(folder)."
      case .notWritten(let path): "\(path) cannot be written."
      case .notReadAgain(let path): "\(path) cannot be read again."
      }
    self.init(
      .file, sentence,
      wayOut: "Is there room on the disk? DEPHN_CACHE may name a folder on another one.")
  }
}

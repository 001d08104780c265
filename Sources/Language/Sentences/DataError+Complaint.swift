import DataSets
import Display

extension Complaint {
  /// An error about data as a sentence, after the line of the file if known, and a way out.
  init(_ error: DataError) {
    switch error.fault {
    case .search(let fault): self.init(fault, besides: error.file)
    case .file(let fault): self.init(fault)
    case .header(let fault): self.init(fault)
    case .row(let reason, let others): self.init(reason, others: others)
    case .unknown(let named, let name, let known): self.init(named, name, known)
    case .label(let fault): self.init(fault)
    case .split(let fault): self.init(fault)
    case .wrongWeight(let column):
      self.init(
        .data, "Weight '\(column)' is missing, below 0 or too large.",
        wayOut:
          "Every row needs a weight from 0 on: write 0 for rows that do not count, or leave out --weight."
      )
    case .noWeight(let column):
      self.init(
        .data, "Weight '\(column)' is 0 in all rows.",
        wayOut: "Some row needs a weight above 0; or leave out --weight.")
    case .noFeature(let columns):
      self.init(
        .data, "No column is left as a feature: all are labels or left out.",
        wayOut: "Keep one of \(OwnData.list(columns, most: 40)).")
    case .predictions(let fault): self.init(fault)
    case .mismatch(let fault): self.init(fault)
    case .engine(let fault): self.init(fault)
    case .storage(let fault): self.init(fault)
    }
    if let line = error.line {
      sentence = "Line \(line) of \(error.file.map(FileName.short) ?? "the file"): " + sentence
    }
    about = error.file
  }

  private init(_ named: DataError.Named, _ name: String, _ known: [String]) {
    let list = OwnData.list(known, most: 40) + "."
    switch named {
    case .column, .columnBehind, .columnWithoutHeader:
      self.init(.data, "There is no column '\(name)'.", wayOut: named.wayOut(list))
    case .task(let source):
      self.init(.data, "\(source) has no task '\(name)'.", wayOut: "Tasks: \(list)")
    case .label: self.init(.data, "Task '\(name)' is not a label.", wayOut: "Labels: \(list)")
    case .field(let source):
      self.init(.data, "\(source) has no field '\(name)'.", wayOut: "Fields: \(list)")
    case .splitField:
      self.init(
        .data, "'\(name)' is not a field with one feature per row.",
        wayOut: "Such fields are, for instance, \(Phrase.list(known)).")
    case .modelFeature:
      self.init(
        .data, "The model needs the feature '\(name)', which the data does not have.",
        wayOut: "Features of the data: \(list)")
    case .modelFeatureWithoutHeader:
      self.init(
        .data, "The model needs the feature '\(name)', and this file has no header.",
        wayOut: "Its first line was taken for data: write a line with the columns' names above it.")
    case .modelTask:
      self.init(
        .data, "The model needs the task '\(name)', which the data does not have.",
        wayOut: "Tasks of the data: \(list)")
    }
  }

  private init(_ fault: DataError.LabelFault) {
    switch fault {
    case .notBinary(let values): self.init(.data, values.sentence, wayOut: values.wayOut)
    case .noValue(let label):
      self.init(
        .data, "Label '\(label)' has no value in any row.",
        wayOut: "For rows without labels: `predict m --file FILE`.")
    case .notComparable(let label, let word):
      self.init(
        .data, "'\(label)' compares with '\(word)', which is not a number.",
        wayOut: "Write a number, as in --label 'rating>=4', or compare words with = or !=.")
    case .twoSpellings(let label, let word):
      self.init(
        .data, "Label '\(label)' contains '\(word)' in two Unicode spellings.",
        wayOut: "Use the same spelling in all rows.")
    }
  }

  private init(_ fault: DataError.SplitFault) {
    switch fault {
    case .noTrainingRow(let column, let bounds):
      self.init(
        .data, "The split leaves no row for training.",
        wayOut: OwnData.wayOut(ofEmptyPart: column, bounds))
    case .emptyPart(let part, let column, let bounds):
      self.init(
        .data, "The split leaves no row for \(part.rawValue).",
        wayOut: OwnData.wayOut(ofEmptyPart: column, bounds))
    case .noTime(let column, let word):
      self.init(
        .data, "Column '\(column)' contains '\(word)', which is not a time like the others.",
        wayOut:
          "Times are dates such as 2024-01-31, 31.01.2024 or 1/31/2024, perhaps with a time of "
          + "day, or seconds or milliseconds since 1970. If the word means missing: --missing \(Word.typed(word))."
      )
    case .ambiguousDates(let column):
      self.init(
        .data, "Column '\(column)' holds dates in which day and month cannot be told apart.",
        wayOut: "As a feature: --time \(Word.typed("\(column)=day-first")) or --time "
          + "\(Word.typed("\(column)=month-first")). For a split, write them as 2024-01-31.")
    case .noPart(let column, let word):
      self.init(
        .data, "Column '\(column)' contains '\(word)', which is not a part.",
        wayOut: "Parts are train, validation and test; or use --validation-from and --test-from.")
    }
  }

  private init(_ fault: DataError.PredictionsFault) {
    switch fault {
    case .wrongCount(let count, let expected):
      self.init(
        .data, "\(Phrase.count(count, "prediction")) for \(Phrase.count(expected, "row")).",
        wayOut: "One line for each row of the part, in order; or a column 'row' with its number.")
    case .noTask(let task, let columns):
      self.init(
        .data, "There is no column with predictions of '\(task)'.",
        wayOut: "Columns: \(OwnData.list(columns)). Every task of the data needs one; `--tasks` of "
          + "`load` chooses them.")
    case .noRow(let row):
      self.init(
        .data, "There is no prediction of row \(row).",
        wayOut: "`predict m FILE` writes the rows' numbers.")
    case .notAProbability(let column):
      self.init(
        .data, "Column '\(column)' does not hold a probability from 0 to 1 here.",
        wayOut:
          "Predictions of a binary task are probabilities; of logits x they are 1/(1+exp(-x)).")
    }
  }

  private init(_ mismatch: DataError.Mismatch) {
    switch mismatch {
    case .feature(let name, let found, let wanted):
      let wayOut =
        switch (found, wanted) {
        case (.numeric, .categorical), (.binned, .categorical), (.numeric, .hashed):
          "Load the data with `--categorical \(name)`."
        case (.categorical, .numeric), (.hashed, .numeric), (.categorical, .binned):
          "Load the data with `--numeric \(name)`."
        default: "Load the data with the same options as the model's original data."
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
      case .folderNotMade(let path): "Cannot create the folder \(path)."
      case .fileNotMade(let folder): "Cannot create a file in \(folder)."
      case .noRoom(let folder): "Not enough disk space for the columns in \(folder)."
      case .notWritten(let path): "Cannot write \(path)."
      case .notReadAgain(let path): "Cannot read \(path) back."
      case .cutShort(let path):
        "Cannot read \(path), which holds columns of the data: another program has cut it short, or the "
          + "disk failed."
      }
    let wayOut =
      if case .cutShort = fault {
        "Load the data again. `save m FILE`, then `m = open FILE d` keeps a model; `resume run` "
          + "continues a training."
      } else { "Check the disk space, or set DEPHN_CACHE to a folder on another disk." }
    self.init(.file, sentence, wayOut: wayOut)
  }
}

package import ArgumentParser

/// KuaiRand: what users of a video app did with what they were shown.
///
/// Gao et al., CIKM 2022; <https://kuairand.com>, CC BY-SA 4.0. A log of impressions, joined with
/// the users' and the videos' tables, each a CSV file with a header. Playing time and the times
/// spent on profile and comments are outcomes and no features. Rows up to 4 May 2022 are for
/// training, of 5 and 6 May for validation, later ones for the test.
package struct KuaiRand: DataSource {
  package static let name = "kuairand"
  package static let summary = "Clicks, likes and more in a video app, with users and videos."
  package static let origin = DataOrigin.published([
    PublishedFiles(
      "log_standard_4_22_to_5_08_pure.csv", "user_features_pure.csv",
      "video_features_basic_pure.csv", of: "KuaiRand-Pure", at: "https://kuairand.com")
  ])
  package static let examples = [
    SourceExample(meaning: "Four tasks: click, long_view, like, profile."),
    SourceExample(
      ["tasks": "comment like profile", "min-count": "5"],
      meaning: "Tasks with little in common; rare words share an id."),
  ]

  package static var taskNames: [String] { labels.map(\.task) }

  @OptionGroup package var options: SourceOptions

  package init() {}

  /// Checks the paths and tasks.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try options.check(Self.self, takes: .folderOrFiles(3))
  }

  private static let labels: [(task: String, column: String)] = [
    ("click", "is_click"), ("like", "is_like"), ("follow", "is_follow"), ("comment", "is_comment"),
    ("forward", "is_forward"), ("hate", "is_hate"), ("long_view", "long_view"),
    ("profile", "is_profile_enter"),
  ]
  private static let numeric: Set = [
    "duration_ms", "register_days", "fans_user_num", "follow_user_num",
  ]
  private static let ofUsers =
    [
      "user_active_degree", "is_lowactive_period", "is_live_streamer", "is_video_author",
      "follow_user_num_range", "fans_user_num_range", "friend_user_num_range",
      "register_days_range",
    ] + (0...17).map { "onehot_feat\($0)" }
  private static let ofVideos = ["video_type", "upload_type", "music_type", "tag"]
  private static let logs = [
    "log_standard_4_22_to_5_08_pure.csv", "log_standard_4_25_to_5_08_pure.csv",
    "log_standard_4_22_to_5_08_1k.csv", "log_standard_4_08_to_4_21_pure.csv",
  ].flatMap { [$0, "kuairand-pure/\($0)"] }

  /// Logs, users and videos.
  ///
  /// - Throws: `DataError` if a file is missing.
  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    if options.paths.count == 3 {
      var files: [String] = []
      for path in options.paths { files.append(try folders.file(named: path)) }
      return files
    }
    let log = try folders.file(anyOf: Self.logs, of: Self.self, given: options.paths.first)
    return [log]
      + (try ["user_features", "video_features_basic"].map { table throws(DataError) in
        try folders.file(
          anyOf: ["pure", "1k", "27k"].map { "\(table)_\($0).csv" }, beside: log, of: Self.self)
      })
  }

  /// Joins impressions with features of users and videos.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    let readings = Dictionary(
      uniqueKeysWithValues: Self.numeric.map { ($0, TextTable.Reading.numbers) })
    let users = try side(files[1], readings, context.part(0...0.1))
    let videos = try side(files[2], readings, context.part(0.1...0.2))
    var ofLog = readings
    for name in ["time_ms", "play_time_ms", "profile_stay_time", "comment_stay_time", "is_rand"] {
      ofLog[name] = .nothing
    }
    let log = TextTable(readings: options.reading(ofLog))
    try log.append(
      file: files[0], format: TextFormat(missing: []), limit: options.rows ?? .max,
      context: context.part(0.2...1))
    let user = try Join(log, users, on: "user_id")
    let video = try Join(log, videos, on: "video_id")
    let features =
      [try log.number("duration_ms")]
      + (try ["register_days", "fans_user_num", "follow_user_num"].map { try user.number($0) })
      + [try log.feature("user_id"), try log.feature("video_id"), try video.feature("author_id")]
      + [try log.feature("tab"), try hour(of: log)]
      + (try Self.ofUsers.map { try user.feature($0) })
      + (try Self.ofVideos.map { try video.feature($0) })
    let tasks = options.tasks.isEmpty ? ["click", "long_view", "like", "profile"] : options.tasks
    let labels = try tasks.map { task in
      try log.binary(Self.labels.first { $0.task == task }?.column ?? task)
    }
    let split = try options.split(of: log) {
      // Eight digits are more than a 32-bit number holds exactly.
      let dates = try log.codes("date")
      let parts = dates.words.strings.map { word -> Split.Part? in
        Int(word).map { $0 <= 20_220_504 ? .train : $0 <= 20_220_506 ? .validation : .test }
      }
      return Split(rows: log.rowCount) { row in
        let code = dates.codes[row]
        return code < 0 ? nil : parts[Int(code)]
      }
    }
    return RawData(
      source: Self.name, features: features, tasks: tasks.map { Task(name: $0) }, labels: labels,
      split: split,
      notes: [
        .leftOut(["play_time_ms", "profile_stay_time", "comment_stay_time"], because: .outcomes)
      ] + [user.note, video.note].compactMap { $0 } + log.notes + users.notes + videos.notes,
      options: options.text, form: options.features.form)
  }

  private func side(
    _ file: String, _ readings: [String: TextTable.Reading], _ context: LoadContext
  ) throws -> TextTable {
    let table = TextTable(readings: readings)
    try table.append(file: file, format: TextFormat(missing: []), context: context)
    return table
  }

  /// The hour of the day: `hourmin` 1230 is 12.
  private func hour(of log: TextTable) throws -> RawFeature {
    let (codes, words) = try log.codes("hourmin")
    return RawFeature(
      name: "hour",
      values: .words(codes, words).translated { word in
        Int(word).map { "\($0 / 100)" } ?? word
      })
  }
}

package import ArgumentParser
import System

/// MovieLens: how users of a web site rate movies, with 100,000 or a million ratings.
///
/// Harper and Konstan, TiiS 2015; <https://grouplens.org/datasets/movielens/>. The set of 100,000:
/// `u.data` (tabs), `u.user` and `u.item` (bars; in Latin-1, whose titles are not read), with 19
/// flags for genres. The set of a million: `ratings.dat`, `users.dat` and `movies.dat` (`::`), with
/// genres between bars. Later sets, of 20 million ratings and more: `ratings.csv` and `movies.csv`, without
/// facts about users. The earliest 80 % of the ratings are for training, the latest 10 % the test.
package struct MovieLens: DataSource {
  package static let name = "movielens"
  package static let summary =
    "Ratings of movies, with users and genres: 100,000, a million or more."
  package static let origin = DataOrigin.published([
    PublishedFiles(
      "u.data", "u.user", "u.item", at: "https://grouplens.org/datasets/movielens/100k/"),
    PublishedFiles(
      "ratings.dat", "users.dat", "movies.dat",
      at: "https://grouplens.org/datasets/movielens/1m/"),
    PublishedFiles(
      "ratings.csv", "movies.csv", at: "https://grouplens.org/datasets/movielens/25m/"),
  ])
  package static let examples = [
    SourceExample(meaning: "Two tasks: like, four stars or more, and love, five."),
    SourceExample(["tasks": "rating"], meaning: "The stars themselves, a regression."),
  ]

  package static var taskNames: [String] { ["like", "love", "rating"] }

  @OptionGroup package var options: SourceOptions

  package init() {}

  /// Checks the paths and tasks.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try options.check(Self.self, takes: .folderOrFiles(3))
  }

  /// Ratings, users and items.
  ///
  /// - Throws: `DataError` if a file is missing.
  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    if options.paths.count == 3 {
      var files: [String] = []
      for path in options.paths { files.append(try folders.file(named: path)) }
      return files
    }
    let small = ["u.data", "ml-100k/u.data"]
    let ratings = try folders.file(
      anyOf: small + ["ratings.dat", "ml-1m/ratings.dat"] + Self.later, of: Self.self,
      given: options.paths.first)
    let others =
      ratings.hasSuffix(".csv")
      ? ["movies.csv"]
      : ratings.contains("u.data") ? ["u.user", "u.item"] : ["users.dat", "movies.dat"]
    var files = [ratings]
    for name in others {
      files.append(try folders.file(anyOf: [name], beside: ratings, of: Self.self))
    }
    return files
  }

  private static let later =
    ["ratings.csv"]
    + ["ml-25m", "ml-32m", "ml-20m", "ml-latest", "ml-latest-small"].map { "\($0)/ratings.csv" }

  private static let genres = [
    "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary",
    "Drama", "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi",
    "Thriller", "War", "Western",
  ]

  /// The format of the small set's tables, or of all files of the large set.
  private func format(isSmall: Bool) -> TextFormat {
    TextFormat(
      separator: UInt8(ascii: isSmall ? "|" : ":"), separatorIsDoubled: !isSmall, isQuoted: false,
      hasHeader: false, missing: [])
  }

  /// Joins ratings with features of users and films.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    if files.count == 2 { return try readLater(files, context) }
    let isSmall = try TextStart(of: files[0]).separator == UInt8(ascii: "\t")
    let users = TextTable(
      names: isSmall
        ? ["user", "age", "gender", "occupation", "zip"]
        : ["user", "gender", "age", "occupation", "zip"],
      readings: isSmall ? ["age": .numbers] : [:])
    try users.append(
      file: files[1], format: format(isSmall: isSmall), context: context.part(0...0.1))
    let movies = TextTable(
      names: isSmall
        ? ["movie", "title", "date", "video date", "address"] + Self.genres
        : ["movie", "title", "genres"],
      readings: isSmall
        ? ["title": .nothing, "video date": .nothing, "address": .nothing] : ["title": .nothing])
    try movies.append(
      file: files[2], format: format(isSmall: isSmall), context: context.part(0.1...0.2))
    let ratings = TextTable(
      names: ["user", "movie", "rating", "time"],
      readings: options.reading(["rating": .numbers]))
    try ratings.append(
      file: files[0], format: isSmall ? .tabs : format(isSmall: false),
      limit: options.rows ?? .max, context: context.part(0.2...1))
    let user = try Join(ratings, users, on: "user")
    let movie = try Join(ratings, movies, on: "movie")
    let features: [RawFeature] =
      [isSmall ? try user.number("age") : try user.feature("age")]
      + (try ["user", "movie"].map { try ratings.feature($0) })
      + (try ["gender", "occupation", "zip"].map { try user.feature($0) })
      + [try isSmall ? movie.flags("genres", Self.genres) : movie.lists("genres", separator: "|")]
    return try data(
      of: ratings, features, time: "time",
      [.leftOut(["title", "date"], because: nil)]
        + [user.note, movie.note].compactMap { $0 } + ratings.notes + users.notes + movies.notes,
      context)
  }

  /// Joins ratings with the genres of films: the later sets say nothing of users.
  private func readLater(_ files: [String], _ context: LoadContext) throws -> RawData {
    let format = TextFormat(missing: [])
    let movies = TextTable(readings: ["title": .nothing])
    try movies.append(file: files[1], format: format, context: context.part(0...0.1))
    let ratings = TextTable(readings: options.reading(["rating": .numbers]))
    try ratings.append(
      file: files[0], format: format, limit: options.rows ?? .max, context: context.part(0.1...1))
    let movie = try Join(ratings, movies, on: "movieId")
    let ids = try [("user", "userId"), ("movie", "movieId")].map { name, column in
      RawFeature(name: name, values: try ratings.feature(column).values)
    }
    return try data(
      of: ratings, ids + [try movie.lists("genres", separator: "|")], time: "timestamp",
      [.leftOut(["title"], because: nil)] + [movie.note].compactMap { $0 } + ratings.notes
        + movies.notes, context)
  }

  private func data(
    of ratings: TextTable, _ features: [RawFeature], time: String, _ notes: [DataNote],
    _ context: LoadContext
  ) throws -> RawData {
    let tasks = options.tasks.isEmpty ? ["like", "love"] : options.tasks
    let stars = try ratings.numbers(try ratings.index(of: "rating"))
    return RawData(
      source: Self.name, features: features,
      tasks: tasks.map { Task(name: $0, kind: $0 == "rating" ? .regression : .binary) },
      labels: tasks.map { Self.label($0, stars) },
      split: try options.split(of: ratings) {
        try Self.byTime(ratings, time, context.interrupt)
      },
      notes: notes, options: options.text, form: options.features.form)
  }

  private static func label(_ task: String, _ stars: RowNumbers) -> RowNumbers {
    if task == "rating" { return stars }
    let least: Float = task == "like" ? 4 : 5
    return .direct(
      Values((0..<stars.count).map { stars[$0].isNaN ? .nan : stars[$0] >= least ? 1 : 0 }))
  }

  /// The earliest 80 per cent train, the latest 10 are the test; at the same time by row.
  private static func byTime(
    _ ratings: TextTable, _ column: String, _ interrupt: Interrupt
  ) throws -> Split {
    let times = try ratings.codes(column)
    let seconds = times.words.strings.map { Int($0) ?? 0 }
    let order = try (0..<ratings.rowCount).map { row in
      (time: times.codes[row] < 0 ? 0 : seconds[Int(times.codes[row])], row: row)
    }.sorted(interrupt) { $0 < $1 }
    var rank = [Int](repeating: 0, count: order.count)
    for (index, entry) in order.enumerated() { rank[entry.row] = index }
    let tenth = order.count / 10
    return Split(rows: order.count) { row in
      rank[row] < order.count - 2 * tenth
        ? .train : rank[row] < order.count - tenth ? .validation : .test
    }
  }
}

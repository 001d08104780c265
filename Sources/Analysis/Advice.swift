/// What the reader of a figure may do next; `Language` writes it as a line to type.
package enum Advice: Sendable, Equatable {
  /// Train the model.
  case train(String)
  /// Go on with the model's interrupted run, after opening it with its data if they are not here.
  case resume(String, opensItsData: Bool)
  /// Build the model with fewer experts.
  case experts(Int, kind: String)
  /// Build the model so that each task loses experts by chance in training.
  case expertDropout(kind: String)
  /// Build the model with fewer experts than it has, since some repeat others.
  case fewerExperts(kind: String)
  /// Compare over more than one seed.
  case moreSeeds
}

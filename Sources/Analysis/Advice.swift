/// What the reader of a figure may do next; `Language` writes it as a line to type.
package enum Advice: Sendable, Equatable {
  /// Train the model.
  case train(String)
  /// Go on with the model's interrupted run, after opening it with its data if they are not here.
  case resume(String, opensItsData: Bool)
  /// Build the model with this many experts, fewer than it has.
  case experts(Int)
  /// Build the model so that each task loses experts by chance in training.
  case expertDropout
  /// Build the model with fewer experts than it has, since some repeat others.
  case fewerExperts
  /// Compare over more than one seed.
  case moreSeeds
}
